package io.jrunc.cli;

import io.jrunc.engine.CgroupDriver;
import io.jrunc.engine.Engine;
import io.jrunc.engine.FrontDoor;
import io.jrunc.engine.Operations;
import io.jrunc.engine.Rootless;
import io.jrunc.engine.ThisProcess;
import io.jrunc.engine.Warnings;
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

  /** Not a lambda: the first of them costs 10 ms. */
  private static final class EngineOpener implements Runner.Opener {
    private final FrontDoor door;

    EngineOpener(FrontDoor door) {
      this.door = door;
    }

    @Override
    public Operations open(Arguments options, Rootless rootless, Warnings warnings) {
      CgroupDriver driver =
          options.has(Program.SYSTEMD_CGROUP) ? CgroupDriver.SYSTEMD : CgroupDriver.CGROUPFS;
      return new Engine(options.path(Program.ROOT), rootless, driver, door, warnings);
    }
  }

  /** Buffered and in UTF-8, whatever the locale. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }
}
