package io.jrunc.cli;

import io.jrunc.engine.ThisProcess;
import io.jrunc.spec.json.SpecReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Where the program begins and ends. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] words) {
    loadParser(List.of(words));
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    ThisProcess door = new ThisProcess(System.getenv());
    Runner runner =
        new Runner(new EngineOpener(door), door.caller(), out, err, InstantSource.system());
    int code = runner.run(List.of(words));
    out.flush();
    err.flush();
    // not System.exit: Java 21 asks for a logger there, and starts all of logging to find none;
    // whoever called us waits for our end while the program in the container runs already
    Runtime.getRuntime().halt(code);
  }

  /** Who reads a config needs Jackson soon, whose start takes Java 25 17 ms: beside ours. */
  private static void loadParser(List<String> words) {
    if (words.contains("run") || words.contains("create") || words.contains("exec")) {
      Thread loader = new Thread(new ParserLoader(), "json-loader");
      loader.setDaemon(true);
      loader.start();
    }
  }

  /** Not a lambda: the first of them costs 10 ms. */
  private static final class ParserLoader implements Runnable {
    @Override
    public void run() {
      SpecReader.load();
    }
  }

  /** Buffered and in UTF-8, whatever the locale. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }
}
