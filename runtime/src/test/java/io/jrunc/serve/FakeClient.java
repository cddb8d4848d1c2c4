package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.ChildCode;
import io.jrunc.linux.abi.SocketType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A client in Java, which does what warm.c does, or stops in the middle of it. */
final class FakeClient implements AutoCloseable {
  private final Kernel kernel;
  private final Fd socket;
  private final List<Fd> table = new ArrayList<>();
  private final StringBuilder output = new StringBuilder();

  FakeClient(Kernel kernel, Path path) {
    this.kernel = kernel;
    this.socket = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0);
    kernel.sockets().connect(socket, path.toString());
  }

  /** Asks whether the engine has said something or hung up. */
  PollRequest readable() {
    return PollRequest.readable(socket);
  }

  void send(byte[] message) {
    kernel.sockets().sendmsg(socket, message);
  }

  /** The next that is asked for; empty at the end of the connection. */
  Optional<Request> receive() {
    while (true) {
      Optional<Message> message = kernel.sockets().recvmsg(socket, Hello.LONGEST);
      message.ifPresent(received -> table.addAll(received.descriptors()));
      Optional<Request> request = message.map(received -> new Request(received.bytes()));
      if (request.isEmpty() || request.get().operation() != Operation.FILES) {
        return request;
      }
    }
  }

  void answer(long answer) {
    send(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(answer).array());
  }

  /** Does all that is asked for, up to the end: the name of the last request, and the exit code. */
  String serve() {
    for (Optional<Request> next = receive(); next.isPresent(); next = receive()) {
      Request request = next.get();
      switch (request.operation()) {
        case COLD -> {
          return "COLD";
        }
        case EXIT -> {
          return "EXIT " + request.argument();
        }
        case FOREGROUND -> {
          return "FOREGROUND " + request.strings();
        }
        default -> serve(request);
      }
    }
    return "end";
  }

  /** Does one thing, and answers. */
  void serve(Request request) {
    switch (request.operation()) {
      case WRITE -> {
        output.append(request.argument()).append(request.text());
        answer(0);
      }
      case SPAWN -> answer(spawn(request));
      case WAIT -> answer(await(new Pid(request.argument())));
      default -> {}
    }
  }

  private long spawn(Request request) {
    List<String> strings = request.strings();
    int words = request.words();
    while (table.size() < request.files()) {
      table.addAll(kernel.sockets().recvmsg(socket, Hello.LONGEST).orElseThrow().descriptors());
    }
    try {
      return kernel
          .processes()
          .posixSpawn(
              new Spawn(
                  table.get(table.size() - 1),
                  strings.subList(0, words),
                  strings.subList(words, strings.size()),
                  request.argument(),
                  table.subList(0, table.size() - 1),
                  SignalSet.EMPTY))
          .number();
    } catch (KernelException e) {
      return -e.errno().number();
    } finally {
      closeTable();
    }
  }

  private long await(Pid pid) {
    try {
      ExitStatus end = kernel.processes().waitid(pid);
      return end instanceof ExitStatus.Killed killed
          ? ChildCode.CLD_KILLED.value() << 32 | killed.signal().number()
          : ChildCode.CLD_EXITED.value() << 32 | end.code();
    } catch (KernelException e) {
      return -e.errno().number();
    }
  }

  /** What it was asked to write, each piece after the number of its stream. */
  String output() {
    return output.toString();
  }

  private void closeTable() {
    table.forEach(Fd::close);
    table.clear();
  }

  @Override
  public void close() {
    closeTable();
    socket.close();
  }

  /** A message of the engine. */
  static final class Request {
    private final byte[] bytes;

    Request(byte[] bytes) {
      this.bytes = bytes;
    }

    Operation operation() {
      return Arrays.stream(Operation.values())
          .filter(operation -> operation.number() == number(4))
          .findFirst()
          .orElseThrow();
    }

    int argument() {
      return number(5);
    }

    int files() {
      return number(6);
    }

    int words() {
      return number(7);
    }

    /** The 32-bit number with that index. */
    private int number(int index) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4 * index);
    }

    String text() {
      int from = Requests.FIXED;
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    /** The words and the variables. */
    List<String> strings() {
      String[] strings = text().split("\0", -1);
      return List.of(strings).subList(0, strings.length - 1);
    }
  }
}
