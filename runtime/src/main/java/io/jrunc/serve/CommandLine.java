package io.jrunc.serve;

import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.state.ProcessIdentity;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What understands the command lines of clients. */
public interface CommandLine {

  /**
   * Reads a command line.
   *
   * @param words without the program's name
   * @param environment of the client
   * @return empty for what only a process of its own can do
   */
  Optional<Command> read(List<String> words, Map<String, String> environment);

  /** One command line. */
  interface Command {

    /** Its name, such as {@code run}. */
    String name();

    /**
     * Does what it says, and tells on the streams what goes wrong.
     *
     * @return the exit code, or {@link io.jrunc.engine.Attendant#HANDED_OVER}
     */
    int run(FrontDoor door, PrintStream out, PrintStream err);

    /**
     * The command line that deletes what is left of it.
     *
     * @param id of the container
     * @param maker the client, for which it was made; somebody else's is left alone
     */
    List<String> cleanup(String id, ProcessIdentity maker);

    /**
     * The command line that does what is left when its program has ended, but for the last words.
     */
    List<String> finish(FinishRequest rest);
  }
}
