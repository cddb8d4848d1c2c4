package io.jrunc.installation;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A resident engine that a test plays: it hears what bin/jrunc says, and says what the test wants,
 * byte by byte. The picture of the messages is in package {@code io.jrunc.serve}.
 */
final class PlayedEngine implements AutoCloseable {
  static final int COLD = 1;
  static final int BEGUN = 2;
  static final int WRITE = 3;
  static final int FILES = 4;
  static final int SPAWN = 5;
  static final int WAIT = 6;
  static final int FOREGROUND = 7;
  static final int EXIT = 8;

  private static final int LONGEST = 128 * 1024;

  private final Kernel kernel;
  private final Fd listener;

  /** Listens at once. */
  PlayedEngine(Kernel kernel, Path socket) {
    this.kernel = kernel;
    this.listener = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0);
    kernel.sockets().bind(listener, socket.toString());
    kernel.sockets().listen(listener, 10);
  }

  /** Waits for a client and hears what it begins with; empty if it goes without a word. */
  Optional<Call> answer() {
    Fd connection = kernel.sockets().accept(listener);
    Optional<Message> hello = kernel.sockets().recvmsg(connection, LONGEST);
    if (hello.isEmpty()) {
      connection.close();
      return Optional.empty();
    }
    return Optional.of(new Call(connection, hello.get().bytes()));
  }

  /** Waits for a client that says something. */
  Call call() {
    return answer().orElseThrow();
  }

  @Override
  public void close() {
    listener.close();
  }

  /** The parts of a message: an Integer or a Long is a number of its size, a String is a string. */
  static byte[] bytes(Object... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    for (Object part : parts) {
      if (part instanceof Integer number) {
        bytes.putInt(number);
      } else if (part instanceof Long number) {
        bytes.putLong(number);
      } else {
        bytes.put(part.toString().getBytes(StandardCharsets.UTF_8)).put((byte) 0);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A message without descriptors and variables. */
  static byte[] message(int operation, int argument, String... words) {
    List<Object> parts = new ArrayList<>(List.of(0L, 0L, operation, argument, 0, words.length, 0));
    parts.addAll(List.of(words));
    return bytes(parts.toArray());
  }

  /** One connection; closing it is the engine's death. */
  final class Call implements AutoCloseable {
    private final Fd connection;
    private final ByteBuffer hello;
    private final List<String> strings = new ArrayList<>();

    private Call(Fd connection, byte[] hello) {
      this.connection = connection;
      this.hello = ByteBuffer.wrap(hello).order(ByteOrder.LITTLE_ENDIAN);
      String rest = new String(hello, 28, hello.length - 28, StandardCharsets.UTF_8);
      strings.addAll(List.of(rest.split("\0", -1)));
      strings.remove(strings.size() - 1);
    }

    /** The 32 bits at a position of the first message. */
    int number(int position) {
      return hello.getInt(position);
    }

    /** The 64 bits at a position of the first message. */
    long wide(int position) {
      return hello.getLong(position);
    }

    String directory() {
      return strings.get(0);
    }

    List<String> words() {
      return strings.subList(1, 1 + number(20));
    }

    List<String> environment() {
      return strings.subList(1 + number(20), strings.size());
    }

    /** Sends a message that has no answer. */
    void tell(int operation, int argument, String... words) {
      send(message(operation, argument, words));
    }

    void tell(int operation) {
      tell(operation, 0);
    }

    /** Has text written. */
    void write(int stream, String text) {
      byte[] head = message(WRITE, stream);
      byte[] all = Arrays.copyOf(head, head.length + text.length());
      System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, all, head.length, text.length());
      send(all);
    }

    /** The same, and waits for the answer. */
    long askToWrite(int stream, String text) {
      write(stream, text);
      return hear().orElseThrow();
    }

    void send(byte[] message, Fd... descriptors) {
      kernel.sockets().sendmsg(connection, message, descriptors);
    }

    /** Sends a message and waits for the answer. */
    long ask(int operation, int argument, String... words) {
      tell(operation, argument, words);
      return hear().orElseThrow();
    }

    /** Asks for the end of a child until it has one. */
    long await(int child) {
      long end;
      do {
        end = ask(WAIT, child);
      } while (end == 0);
      return end;
    }

    /** The client's next answer; empty if it has hung up. */
    Optional<Long> hear() {
      return kernel
          .sockets()
          .recvmsg(connection, LONGEST)
          .map(answer -> ByteBuffer.wrap(answer.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    /** Has a shell run a script as the client's child; the answer is its pid. */
    int spawnShell(String script, Fd... slots) {
      try (Fd shell = kernel.files().open("/bin/sh")) {
        Fd[] all = new Fd[slots.length + 1];
        System.arraycopy(slots, 0, all, 0, slots.length);
        all[slots.length] = shell;
        send(bytes(0L, 0L, SPAWN, 3, all.length, 3, 1, "sh", "-c", script, "HOME=/"));
        send(message(FILES, 0), all);
        return hear().orElseThrow().intValue();
      }
    }

    void exit(int code) {
      tell(EXIT, code);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
