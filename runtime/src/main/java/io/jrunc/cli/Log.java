package io.jrunc.cli;

import io.jrunc.engine.Warnings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Where failures are told, in the two forms that container engines read. A command that fails
 * writes one entry and one that succeeds none, because podman takes the whole file for one JSON
 * object; only {@code --debug} adds more, and warnings that the specification demands.
 */
final class Log implements Warnings {
  private static final String HEX = "0123456789abcdef";
  private static final Set<StandardOpenOption> APPENDING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  private static final FileAttribute<Set<PosixFilePermission>> READABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  /** How an entry looks. */
  enum Form {
    TEXT,
    JSON,
    /** The message alone, for people: only of commands that no engine calls. */
    BARE
  }

  /** How much is told. */
  enum Detail {
    FAILURE,
    DEBUG
  }

  private final Optional<Path> file;
  private final Form form;
  private final Detail detail;
  private final PrintStream err;
  private final InstantSource clock;

  /**
   * Opens nothing yet.
   *
   * @param file gets the entries; without one, standard error does
   * @param err standard error; with a file it gets the bare message of a failure
   */
  Log(Optional<Path> file, Form form, Detail detail, PrintStream err, InstantSource clock) {
    this.file = file;
    this.form = form;
    this.detail = detail;
    this.err = err;
    this.clock = clock;
  }

  /**
   * The log that the options of the program ask for.
   *
   * @param usual the form where they ask for none
   */
  static Log of(Arguments options, Form usual, PrintStream err, InstantSource clock) {
    return new Log(
        options.path(Program.LOG),
        form(options, usual),
        options.has(Program.DEBUG) ? Detail.DEBUG : Detail.FAILURE,
        err,
        clock);
  }

  private static Form form(Arguments options, Form usual) {
    String form = options.value(Program.LOG_FORMAT).orElse("");
    if (form.isEmpty() && options.value(Program.LOG).isEmpty()) {
      return usual;
    }
    return switch (form) {
      case "json" -> Form.JSON;
      case "", "text" -> Form.TEXT;
      default -> throw new UsageException("invalid log-format: " + form);
    };
  }

  /**
   * Makes the file, if it isn't there, so that a command whose log can't be kept does nothing.
   *
   * @throws UsageException when it can't be written
   */
  void open() {
    if (file.isPresent()) {
      try {
        append(file.get(), "");
      } catch (IOException e) {
        throw new UsageException("--log: cannot write " + file.get());
      }
    }
  }

  /** Tells how a command goes, to those who want to know. */
  void debug(String message) {
    if (detail == Detail.DEBUG) {
      write("debug", message.replace("\n", "; "));
    }
  }

  /** Tells what a command does that goes on for long. */
  void inform(String message) {
    write("info", message.replace("\n", "; "));
  }

  /** Tells why the command fails. */
  void error(String message) {
    String line = message.replace("\n", "; ");
    write("error", line);
    if (file.isPresent()) {
      err.print(line + "\n");
    }
  }

  /** Tells what isn't a failure, to those who want to know. */
  @Override
  public void tell(String warning) {
    if (detail == Detail.DEBUG) {
      write("warning", warning.replace("\n", "; "));
    }
  }

  @Override
  public void insist(String warning) {
    write("warning", warning.replace("\n", "; "));
  }

  @Override
  public void detail(String message) {
    debug(message);
  }

  /** Shows where a failure that should not be came from, to those who want to know. */
  void trace(Throwable failure) {
    if (detail == Detail.DEBUG) {
      failure.printStackTrace(err);
    }
  }

  /** Tells people, not programs, that the output isn't complete. */
  void notice(String message) {
    err.print(message.replace("\n", "; ") + "\n");
  }

  /** Sends what was told on its way. */
  void flush() {
    err.flush();
  }

  private synchronized void write(String level, String message) {
    String entry =
        switch (form) {
          case JSON -> json(level, message);
          case TEXT -> text(level, message);
          case BARE -> "jrunc: " + message + "\n";
        };
    if (file.isEmpty()) {
      err.print(entry);
      return;
    }
    try {
      append(file.get(), entry);
    } catch (IOException e) {
      err.print("--log " + file.get() + ": " + e.getClass().getSimpleName() + "\n");
    }
  }

  /** Others may read it, whoever calls, but not write. */
  private static void append(Path file, String text) throws IOException {
    try (WritableByteChannel channel = Files.newByteChannel(file, APPENDING, READABLE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private String json(String level, String message) {
    return "{\"level\":"
        + quote(level)
        + ",\"msg\":"
        + quote(message)
        + ",\"time\":\""
        + time()
        + "\"}\n";
  }

  private String text(String level, String message) {
    return "time=\"" + time() + "\" level=" + level + " msg=" + quote(message) + "\n";
  }

  /** RFC 3339 in whole seconds; java.time.format would take long to load. */
  private String time() {
    long seconds = clock.instant().getEpochSecond();
    String text = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).toString();
    return text + (text.length() < "2026-01-02T03:04:05".length() ? ":00Z" : "Z");
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
