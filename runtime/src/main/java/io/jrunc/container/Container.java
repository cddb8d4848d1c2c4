package io.jrunc.container;

import io.jrunc.engine.KillRequest.Scope;
import io.jrunc.error.JruncException;
import io.jrunc.linux.abi.Signal;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.spec.stats.Stats;
import java.util.List;
import java.util.Optional;

/**
 * A container by its name. It is kept in the engine's state root, not in this object: other
 * programs may change or delete it, and the command line may. What can't be done is a {@link
 * JruncException} that says why. Once the engine is closed, all that asks for something is an
 * {@link IllegalStateException}.
 *
 * <p>Several threads may use one object.
 */
public final class Container {
  private final ContainerEngine engine;
  private final String id;
  private final Optional<ContainerProcess> process;

  Container(ContainerEngine engine, String id, Optional<ContainerProcess> process) {
    this.engine = engine;
    this.id = id;
    this.process = process;
  }

  /** Its name. */
  public String id() {
    return id;
  }

  /**
   * Its first process, whose end is the container's.
   *
   * @throws IllegalStateException if it isn't {@link ContainerEngine#create} that has returned this
   *     object: the streams and the exit status are the maker's
   */
  public ContainerProcess process() {
    return process.orElseThrow(
        () -> new IllegalStateException("container " + id + " was made by somebody else"));
  }

  /**
   * Lets its program begin; returns once it runs and the config's hooks are done.
   *
   * @throws JruncException if it isn't there or has been started, or a hook or its program fails
   */
  public void start() {
    engine.start(id);
  }

  /** What the specification calls its state; without an owner. */
  public State state() {
    return engine.state(id);
  }

  /** What it is doing. */
  public Status status() {
    return state().status();
  }

  /**
   * What it uses; it must run, or be paused.
   *
   * @throws JruncException if it isn't there or doesn't run
   */
  public Stats stats() {
    return engine.stats(id);
  }

  /**
   * Its processes, by their numbers on the host, in ascending order; none if it has stopped.
   *
   * @throws JruncException if it isn't there, or runs without a cgroup
   */
  public List<Integer> processes() {
    return engine.processes(id);
  }

  /**
   * One more process for it, with pipes.
   *
   * @throws JruncException if it doesn't run or is paused, or there is no such program
   */
  public ContainerProcess exec(String... command) {
    return command(command).start();
  }

  /** One more process for it, about which there is more to say. */
  public ExecBuilder command(String... command) {
    return new ExecBuilder(exec -> engine.exec(id, exec), List.of(command));
  }

  /** Sends a signal to its first process; with SIGKILL all others end too. */
  public void kill(Signal signal) {
    engine.kill(id, signal, Scope.INIT);
  }

  /** Sends a signal to all its processes. */
  public void killAll(Signal signal) {
    engine.kill(id, signal, Scope.ALL);
  }

  /**
   * Stops all its processes until {@link #resume}.
   *
   * @throws JruncException if it isn't there, doesn't run or is paused already, or can't be paused;
   *     then it goes on
   */
  public void pause() {
    engine.pause(id);
  }

  /** Lets its processes go on. */
  public void resume() {
    engine.resume(id);
  }

  /**
   * Changes its limits, all of them or none; what isn't named stays as it is.
   *
   * @throws JruncException if it isn't there or has stopped, or a limit can't be had
   */
  public void update(Resources limits) {
    engine.update(id, limits);
  }

  /** Removes all that is left of it; it must have stopped, or never have been started. */
  public void delete() {
    engine.delete(id);
  }

  /** The same, after killing it if need be; and it is no error if it isn't there any more. */
  public void forceDelete() {
    engine.forceDelete(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
