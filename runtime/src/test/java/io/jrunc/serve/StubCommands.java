package io.jrunc.serve;

import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.state.ProcessIdentity;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Command lines, with what each does. */
final class StubCommands implements CommandLine {
  private final Map<String, Work> works = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();

  /** What a command does. */
  interface Work {
    int run(FrontDoor door, PrintStream out, PrintStream err);
  }

  StubCommands with(String line, Work work) {
    works.put(line, work);
    return this;
  }

  /** One that takes more memory to understand than there is. */
  StubCommands withUnreadable(String line) {
    unreadable.add(line);
    return this;
  }

  @Override
  public Optional<Command> read(List<String> words, Map<String, String> environment) {
    String line = String.join(" ", words);
    if (unreadable.contains(line)) {
      throw new OutOfMemoryError("made up");
    }
    return works.containsKey(line)
        ? Optional.of(new Stub(line, works.get(line)))
        : Optional.empty();
  }

  /** One of them. */
  private record Stub(String name, Work work) implements Command {
    @Override
    public int run(FrontDoor door, PrintStream out, PrintStream err) {
      return work.run(door, out, err);
    }

    @Override
    public List<String> cleanup(String id, ProcessIdentity maker) {
      return List.of("delete", id);
    }

    @Override
    public List<String> finish(FinishRequest rest) {
      return List.of("finish", rest.id());
    }
  }
}
