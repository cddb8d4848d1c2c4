package io.jrunc.container;

import io.jrunc.engine.ExecProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One more process for a container: its own program's environment, user, limits and working
 * directory, as far as nothing else is said. Not for several threads at once.
 */
public final class ExecBuilder {
  private final Function<ExecBuilder, ContainerProcess> starter;
  private final List<String> command;
  private final List<String> environment = new ArrayList<>();
  private final List<Long> groups = new ArrayList<>();
  private final List<String> capabilities = new ArrayList<>();
  private Optional<Long> uid = Optional.empty();
  private Optional<Long> gid = Optional.empty();
  private Optional<String> directory = Optional.empty();
  private Optional<Boolean> noNewPrivileges = Optional.empty();
  private boolean terminal;
  private Stdio stdio = Stdio.pipes();

  ExecBuilder(Function<ExecBuilder, ContainerProcess> starter, List<String> command) {
    this.starter = starter;
    this.command = List.copyOf(command);
  }

  /**
   * Sets a variable.
   *
   * @throws IllegalArgumentException for a name that is empty or has an equals sign
   */
  public ExecBuilder env(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("not the name of a variable: \"" + name + "\"");
    }
    environment.add(name + "=" + value);
    return this;
  }

  /** Runs it as this user of the container. */
  public ExecBuilder user(long userId, long groupId) {
    uid = Optional.of(userId);
    gid = Optional.of(groupId);
    return this;
  }

  /** Makes it a member of one more group. */
  public ExecBuilder additionalGid(long groupId) {
    groups.add(groupId);
    return this;
  }

  /** Gives it one more capability, {@code CAP_KILL} say. */
  public ExecBuilder capability(String name) {
    capabilities.add(name);
    return this;
  }

  /** Where it begins: an absolute path in the container. */
  public ExecBuilder workingDirectory(String path) {
    directory = Optional.of(path);
    return this;
  }

  /** Whether programs that it runs may not grant privileges. */
  public ExecBuilder noNewPrivileges(boolean value) {
    noNewPrivileges = Optional.of(value);
    return this;
  }

  /** Gives it a terminal, in place of {@link #stdio}. */
  public ExecBuilder terminal() {
    terminal = true;
    return this;
  }

  /** Where its streams lead; pipes, unless something is said. */
  public ExecBuilder stdio(Stdio where) {
    stdio = where;
    return this;
  }

  /**
   * Starts it; returns once the program runs. A named pipe among the streams waits for its other
   * side.
   *
   * @throws io.jrunc.error.JruncException if the container doesn't run or is paused, or there is no
   *     such program, or what is asked for can't be had; then no process is left
   * @throws IllegalStateException if the engine is closed
   */
  public ContainerProcess start() {
    return starter.apply(this);
  }

  Stdio stdio() {
    return stdio;
  }

  ExecProcess process() {
    return new ExecProcess.Changed(
        command,
        uid,
        gid,
        groups,
        capabilities,
        environment,
        directory,
        noNewPrivileges,
        Optional.empty(),
        Optional.empty(),
        terminal);
  }
}
