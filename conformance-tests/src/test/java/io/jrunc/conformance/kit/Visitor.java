package io.jrunc.conformance.kit;

import java.time.Duration;
import java.util.Optional;

/**
 * Someone on a machine who visits a {@link Site}.
 *
 * @param machine where he is, {@link NetworkLab#other} for instance
 */
public record Visitor(Sandbox machine) {
  private static final int LONG = 4;
  private static final int SHORT = 1;

  /** What the page says; waits until there is one. */
  public String page(String address, int port) {
    return Await.value("a page at " + address + " port " + port, () -> get(address, port, LONG));
  }

  /** What the echo answers; waits until there is one. */
  public String echo(String address, int port) {
    return Await.value("an echo at " + address + " port " + port, () -> ask(address, port, LONG));
  }

  /** Whether there is a page now, in reach within a second. */
  public boolean hasPage(String address, int port) {
    return get(address, port, SHORT).isPresent();
  }

  /** Whether there is an echo now, in reach within a second. */
  public boolean hasEcho(String address, int port) {
    return ask(address, port, SHORT).isPresent();
  }

  private Optional<String> get(String address, int port, int seconds) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    String url = "http://" + host + ":" + port + "/cgi-bin/page";
    String limit = Long.toString(Slowness.scale(Duration.ofSeconds(seconds)).toSeconds());
    return answer(
        machine.program("timeout", limit, "/bin/busybox", "wget", "-q", "-O", "-", url).execute());
  }

  private Optional<String> ask(String address, int port, int seconds) {
    String tries = Integer.toString(seconds * 5); // five a second
    return answer(
        machine
            .program(machine.tool("udp"), "ask", address, Integer.toString(port), "hello", tries)
            .execute());
  }

  private static Optional<String> answer(Outcome outcome) {
    return Optional.of(outcome).filter(o -> o.exitCode() == 0).map(o -> o.stdout().strip());
  }
}
