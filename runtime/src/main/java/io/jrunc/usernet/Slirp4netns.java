package io.jrunc.usernet;

import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** slirp4netns, from 1.2.0 on: a whole TCP/IP of its own, with fixed addresses. */
public final class Slirp4netns implements NetworkProgram {
  private static final IpAddress CONTAINER =
      IpAddress.of((byte) 10, (byte) 0, (byte) 2, (byte) 100);
  private static final IpAddress NAME_SERVER =
      IpAddress.of((byte) 10, (byte) 0, (byte) 2, (byte) 3);
  private static final int LARGEST_MTU = 65_520;

  private final String apiSocket;

  /**
   * Nothing happens yet.
   *
   * @param apiSocket name of the socket that it makes in its working directory
   */
  public Slirp4netns(String apiSocket) {
    this.apiSocket = apiSocket;
  }

  @Override
  public String name() {
    return "slirp4netns";
  }

  @Override
  public String packageName() {
    return "slirp4netns";
  }

  @Override
  public IpAddress nameServer() {
    return NAME_SERVER;
  }

  @Override
  public Optional<Refusal> refusal(NetworkRequest request) {
    String reason = "slirp4netns gives every container the address " + CONTAINER;
    if (!request.addresses().isEmpty()) {
      return Optional.of(new Refusal(NetworkAnnotations.PREFIX + "ip", reason));
    }
    if (request.subnet().isPresent() || request.subnet6().isPresent()) {
      return Optional.of(new Refusal(NetworkAnnotations.PREFIX + "subnet", reason));
    }
    for (Publication publication : request.publications()) {
      if (publication.hostAddress().isPresent() && publication.hostAddress().get().isV6()) {
        return Optional.of(
            new Refusal(
                NetworkAnnotations.PREFIX + "publish",
                "slirp4netns publishes no port of an IPv6 address ("
                    + publication.hostAddress().get()
                    + ")"));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Stream> files() {
    return List.of(Stream.NOTHING, Stream.LOG, Stream.LOG, Stream.READINESS, Stream.INIT);
  }

  @Override
  public List<String> arguments(NetworkRequest request, Target target) {
    List<String> arguments = new ArrayList<>();
    arguments.add(name());
    arguments.add("--configure");
    arguments.add("--disable-host-loopback");
    if (target.confined()) {
      arguments.add("--enable-sandbox");
      arguments.add("--enable-seccomp");
    }
    if (request.ipv6()) {
      arguments.add("--enable-ipv6");
    }
    arguments.add("--mtu=" + request.mtu().orElse(LARGEST_MTU));
    arguments.add("--ready-fd=3");
    arguments.add("--exit-fd=4"); // it hangs up when init is gone, from Linux 6.9 on
    arguments.add("--api-socket=" + apiSocket);
    arguments.add(Integer.toString(target.init()));
    arguments.add("tap0");
    return arguments;
  }

  /** What to ask for on its socket, one connection each. */
  public static List<String> questions(Publication publication) {
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < publication.count(); i++) {
      StringBuilder text = new StringBuilder(160);
      text.append("{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"");
      text.append(publication.protocol().word());
      text.append("\",\"host_addr\":\"");
      text.append(
          publication.hostAddress().isPresent()
              ? publication.hostAddress().get().toString()
              : "0.0.0.0");
      text.append("\",\"host_port\":").append(publication.hostPort() + i);
      text.append(",\"guest_addr\":\"").append(CONTAINER);
      text.append("\",\"guest_port\":").append(publication.containerPort() + i);
      text.append("}}");
      questions.add(text.toString());
    }
    return questions;
  }

  /** Whether it has done what was asked; else it answers with an error. */
  public static boolean isDone(String answer) {
    return answer.contains("\"return\"");
  }
}
