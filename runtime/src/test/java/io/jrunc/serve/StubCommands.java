package io.jrunc.serve;

import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.state.ProcessIdentity;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command lines of one word, with what each does. */
final class StubCommands implements CommandLine {
  private final Map<String, Work> works = new HashMap<>();

  /** What a command does. */
  interface Work {
    int run(FrontDoor door, PrintStream out, PrintStream err);
  }

  StubCommands with(String word, Work work) {
    works.put(word, work);
    return this;
  }

  @Override
  public Optional<Command> read(List<String> words, Map<String, String> environment) {
    return words.size() == 1 && works.containsKey(words.get(0))
        ? Optional.of(new Stub(words.get(0), works.get(words.get(0))))
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
