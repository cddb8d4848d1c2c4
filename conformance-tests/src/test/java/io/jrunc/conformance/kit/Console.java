package io.jrunc.conformance.kit;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The engine's side of {@code --console-socket}: a listener that takes the terminal's master and
 * relays it. It runs until the container closes the terminal.
 */
public final class Console {

  private final Path socket;
  private final RunningCommand relay;

  private Console(Path socket, RunningCommand relay) {
    this.socket = socket;
    this.relay = relay;
  }

  public static Console open(Sandbox sandbox) {
    Path socket = sandbox.newPath("sock");
    RunningCommand relay =
        sandbox.program(sandbox.tool("console"), socket.toString()).interactive().start();
    Await.until("the console to listen", () -> Files.exists(socket));
    return new Console(socket, relay);
  }

  public String socket() {
    return socket.toString();
  }

  public void type(String text) {
    relay.type(text);
  }

  /** All that the terminal showed so far; lines end in "\r\n", as a terminal sends them. */
  public String shown() {
    String all = relay.stdout();
    return all.substring(all.indexOf('\n') + 1);
  }

  /** What came through the socket: "fds=1 bytes=8". */
  public String message() {
    Await.until("a message", () -> relay.stdout().contains("\n"));
    return relay.stdout().lines().findFirst().orElseThrow();
  }

  public Console awaitShown(String text) {
    Await.until("a terminal with " + text, () -> shown().contains(text));
    return this;
  }

  /** Waits until nobody holds the terminal any more; returns all that it showed. */
  public String awaitEnd() {
    relay.await();
    return shown();
  }

  /** Ends a relay that nobody will ever connect to. */
  public void close() {
    relay.signal("TERM");
    relay.await();
  }
}
