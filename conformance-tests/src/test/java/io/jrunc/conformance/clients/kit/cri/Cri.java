package io.jrunc.conformance.clients.kit.cri;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Slowness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The CRI of a containerd. Requests and answers are JSON documents with the names of {@code
 * cri/runtime.proto}; in answers, what has its default value is absent, and a number of 64 bits is
 * a text.
 */
public final class Cri implements AutoCloseable {
  private static final Duration LIMIT = Slowness.scale(Duration.ofSeconds(60));
  private static final ServiceDescriptor SERVICE = service();

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ManagedChannel channel;

  public Cri(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .eventLoopGroup(threads)
            .channelType(EpollDomainSocketChannel.class)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
    awaitReady();
  }

  /** That of the containerd which all tests share. */
  public static Cri shared() {
    return Machine.shared(Cri.class, () -> new Cri(Containerd.shared().socket()));
  }

  /** Waits until the server, which has just started, answers. */
  public void awaitReady() {
    Await.until(
        "the CRI",
        () -> {
          try {
            return call("ListPodSandbox", Map.of()).isObject();
          } catch (CriError e) {
            return false;
          }
        });
  }

  /** A pod to be described and run; its name is new. */
  public PodDraft pod() {
    return new PodDraft(this);
  }

  /**
   * Makes a call and returns its answer.
   *
   * @throws CriError if the server refuses it, or doesn't answer within a minute
   */
  public JsonNode call(String method, Map<String, ?> request) {
    return call(method, Json.write(request));
  }

  JsonNode call(String name, String request) {
    var method = Objects.requireNonNull(SERVICE.findMethodByName(name), name);
    MethodDescriptor<DynamicMessage, DynamicMessage> wire =
        MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE.getFullName(), name))
            .setRequestMarshaller(new Wire(method.getInputType()))
            .setResponseMarshaller(new Wire(method.getOutputType()))
            .build();
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .withWaitForReady();
    try {
      DynamicMessage.Builder message = DynamicMessage.newBuilder(method.getInputType());
      JsonFormat.parser().merge(request, message);
      DynamicMessage answer =
          ClientCalls.blockingUnaryCall(channel, wire, options, message.build());
      return Json.parse(JsonFormat.printer().preservingProtoFieldNames().print(answer));
    } catch (StatusRuntimeException e) {
      throw new CriError(name, e);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(name + " " + request, e);
    }
  }

  /** Makes a call that the server must refuse, and returns why. */
  public CriError refusal(String method, Map<String, ?> request) {
    JsonNode answer;
    try {
      answer = call(method, request);
    } catch (CriError e) {
      return e;
    }
    throw new AssertionError(method + " was not refused: " + answer);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    Await.until("the end of all calls", channel::isTerminated);
    boolean ended =
        threads
            .shutdownGracefully(0, LIMIT.toSeconds(), TimeUnit.SECONDS)
            .awaitUninterruptibly(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended).isTrue();
  }

  private static ServiceDescriptor service() {
    try (InputStream in = Cri.class.getResourceAsStream("/cri/runtime.proto")) {
      byte[] text = Optional.ofNullable(in).orElseThrow().readAllBytes();
      FileDescriptor file = ProtoFile.parse(new String(text, StandardCharsets.UTF_8));
      return Objects.requireNonNull(file.findServiceByName("RuntimeService"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message as gRPC sends it. */
  private record Wire(Descriptor type) implements MethodDescriptor.Marshaller<DynamicMessage> {
    @Override
    public InputStream stream(DynamicMessage message) {
      return new ByteArrayInputStream(message.toByteArray());
    }

    @Override
    public DynamicMessage parse(InputStream stream) {
      try {
        return DynamicMessage.parseFrom(type, stream);
      } catch (IOException e) {
        throw Status.INTERNAL.withCause(e).asRuntimeException();
      }
    }
  }
}
