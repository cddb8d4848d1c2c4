package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Slowness;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line of a client: words, environment, standard input, time limit (a minute). Its output
 * goes to files, not pipes, so that what it leaves running may hold them.
 */
public final class Call {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final List<String> words;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String stdin = "";
  private Path folder = Path.of("/");
  private Duration limit = LIMIT;
  private String user = "";
  private boolean terminal;

  private Call(List<String> words) {
    this.words = words;
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", "/root");
    environment.put("LC_ALL", "C.UTF-8");
  }

  public static Call of(String... words) {
    return of(List.of(words));
  }

  public static Call of(List<String> words) {
    return new Call(List.copyOf(words));
  }

  public Call env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Call in(Path directory) {
    folder = directory;
    return this;
  }

  /** Feeds a text to standard input, which is empty otherwise. */
  public Call stdin(String text) {
    stdin = text;
    return this;
  }

  /** Ends it after this time of an ordinary machine. */
  public Call limit(Duration time) {
    limit = time;
    return this;
  }

  /** Makes an ordinary user call, who has a home folder and a /run/user/UID. */
  public Call as(String name, long uid) {
    user = name;
    environment.put("HOME", "/home/" + name);
    environment.put("XDG_RUNTIME_DIR", "/run/user/" + uid);
    return this;
  }

  /**
   * Calls on a terminal, to which the text of {@link #stdin} is typed; what is printed comes with
   * carriage returns, standard error is part of standard output, and an end of input is ^D.
   */
  public Call onTerminal() {
    terminal = true;
    return this;
  }

  public Outcome run() {
    return start().await();
  }

  public Running start() {
    try {
      Path stdout = Files.createTempFile("call", ".out");
      Path stderr = Files.createTempFile("call", ".err");
      File input = File.createTempFile("call", ".in");
      Files.writeString(input.toPath(), stdin);
      ProcessBuilder builder =
          new ProcessBuilder(line())
              .directory(folder.toFile())
              .redirectInput(input)
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Running(words, builder.start(), stdout, stderr, Slowness.scale(limit));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> line() {
    List<String> line = new ArrayList<>();
    if (!user.isEmpty()) {
      line.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--init-groups"));
    }
    if (terminal) {
      line.addAll(List.of("script", "-q", "-e", "-f", "-c", quoted(), "/dev/null"));
    } else {
      line.addAll(words);
    }
    return line;
  }

  private String quoted() {
    StringBuilder line = new StringBuilder("exec");
    for (String word : words) {
      line.append(" '").append(word.replace("'", "'\\''")).append('\'');
    }
    return line.toString();
  }

  /** One that was started. */
  public record Running(
      List<String> words, Process process, Path stdout, Path stderr, Duration limit) {

    /** What it has printed so far. */
    public String printed() {
      return HostFiles.read(stdout);
    }

    /**
     * Waits for its end.
     *
     * @throws AssertionError after the time limit, when it is killed
     */
    public Outcome await() {
      try {
        if (!process.waitFor(limit.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError("still running after " + limit + ": " + outcome(-1));
        }
        return outcome(process.exitValue());
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private Outcome outcome(int code) {
      return new Outcome(words, code, text(stdout), text(stderr));
    }

    private static String text(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
