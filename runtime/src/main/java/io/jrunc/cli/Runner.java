package io.jrunc.cli;

import io.jrunc.engine.Operations;
import io.jrunc.engine.Release;
import io.jrunc.engine.Rootless;
import io.jrunc.engine.Warnings;
import io.jrunc.error.JruncException;
import io.jrunc.host.CallingProcess;
import io.jrunc.spec.json.InvalidSpecException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/** Runs one command line, once: finds its command, and tells what goes wrong. */
final class Runner {
  /** The exit code of every failure before a command is known. */
  private static final int FAILED = 1;

  /** Opens the engine. */
  interface Opener {
    /** The engine that the program's options ask for. */
    Operations open(Arguments options, Rootless rootless, Warnings warnings);
  }

  private final Opener engine;
  private final CallingProcess caller;
  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;
  private Log log;
  private int failed = FAILED;

  /**
   * Nothing happens yet.
   *
   * @param engine opened once the command is known
   * @param caller whose command line it is
   */
  Runner(
      Opener engine, CallingProcess caller, PrintStream out, PrintStream err, InstantSource clock) {
    this.engine = engine;
    this.caller = caller;
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.log = Log.of(new Arguments(caller), Log.Form.TEXT, err, clock);
  }

  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  int run(List<String> words) {
    try {
      return runUnlessBroken(words);
    } catch (RuntimeException | Error e) {
      log.error("internal error: " + e);
      log.trace(e);
      return failed;
    }
  }

  /** The same, but what should not be is thrown: only failures that have a reason are told. */
  int runUnlessBroken(List<String> words) {
    try {
      PlainParser program = new PlainParser(Program.SYNTAX, words, caller);
      boolean plain = program.readLeading();
      Arguments options = program.arguments();
      Log asked = Log.of(options, usualForm(program), err, clock);
      asked.open();
      log = asked;
      log.debug("arguments: " + String.join(" ", words));
      if (plain && options.has(Program.VERSION)) {
        return finished(version());
      }
      Invocation invocation = Invocation.of(words, caller);
      failed = invocation.command().failureCode();
      return finished(run(invocation));
    } catch (JruncException | InvalidSpecException e) {
      log.error(String.valueOf(e.getMessage()));
      log.trace(e);
      return failed;
    }
  }

  private int finished(int code) {
    if (out.checkError() && code != Command.NOBODY_READS) {
      throw new UsageException("write standard output: not everything was taken");
    }
    log.debug("exit code: " + code);
    return code;
  }

  private static Log.Form usualForm(PlainParser program) {
    boolean isBox = !program.rest().isEmpty() && program.rest().get(0).equals("box");
    return isBox ? Log.Form.BARE : Log.Form.TEXT;
  }

  private int run(Invocation invocation) {
    Arguments options = invocation.options();
    Session session =
        new Session(options, engine.open(options, Program.rootless(options), log), out, log);
    return invocation.command().run(invocation.arguments(), session);
  }

  private int version() {
    Release release = Release.current();
    out.print("jrunc version " + release.version() + "\n");
    if (release.commit().isPresent()) {
      out.print("commit: " + release.commit().get() + "\n");
    }
    out.print("spec: " + Release.SPEC_VERSION + "\n");
    if (Release.libseccomp().isPresent()) {
      out.print("libseccomp: " + Release.libseccomp().get() + "\n");
    }
    return 0;
  }
}
