package io.jrunc.engine;

import io.jrunc.box.BoxRequest;
import io.jrunc.linux.ExitStatus;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.State;
import io.jrunc.spec.stats.Stats;
import java.nio.file.Path;
import java.util.List;

/**
 * All that jrunc can do. What can't be done is a {@link io.jrunc.error.JruncException} (or, for a
 * document of the wrong form, an {@link io.jrunc.spec.json.InvalidSpecException}).
 */
public interface Operations {

  /** Makes a container whose program waits for {@link #start}. */
  void create(CreateRequest request);

  /** Lets a created container's program begin. */
  void start(String id);

  /**
   * Makes and starts a container.
   *
   * @return the exit code of its program, 128 + n for one that signal n has ended; 0 when detached;
   *     {@link Attendant#HANDED_OVER} when the caller was left to wait for it
   */
  int run(RunRequest request);

  /**
   * Does what is left when a program has ended that the caller waited for without us.
   *
   * @return the exit code of the command that the caller gave
   */
  int finish(FinishRequest request, ExitStatus end);

  /**
   * Runs one more program in a container.
   *
   * @return its exit code, 128 + n for one that signal n has ended; 0 when detached; {@link
   *     Attendant#HANDED_OVER} when the caller was left to wait for it
   */
  int exec(ExecRequest request);

  /** Makes a box and runs it. */
  BoxEnd box(BoxRequest request);

  /** The config.json of a box, with which {@link #run} would do what {@link #box} does. */
  Spec boxConfig(BoxRequest request);

  /** What a container is doing. */
  State state(String id);

  /** What a running container uses. */
  Stats stats(String id);

  /**
   * Tells what a running container uses, and when its memory runs out.
   *
   * @return true when it has ended, false when nobody listens any more
   */
  boolean events(EventsRequest request, EventListener listener);

  /** Sends a signal. */
  void kill(KillRequest request);

  /** Changes the limits of a container that lives. */
  void update(UpdateRequest request);

  /** Removes all that is left of a container. */
  void delete(DeleteRequest request);

  /** Stops all processes of a container. */
  void pause(String id);

  /** Lets all processes of a paused container go on. */
  void resume(String id);

  /** The processes of a container, as this process sees them, in ascending order. */
  List<Integer> processes(String id);

  /**
   * What the host's ps tells of them.
   *
   * @param options for ps; empty for {@code -ef}
   * @return its heading, and the lines of the container's processes
   */
  String processTable(String id, List<String> options);

  /** The containers below the state root, with their owners. */
  ContainerList list();

  /** What this version can do, whatever the host. */
  Features features();

  /** Writes a config.json to begin with. */
  void writeSpec(SpecRequest request);

  /**
   * Holds a config.json against schema and rules.
   *
   * @param path the file, or the bundle that it is in
   * @return everything that is wrong with it
   */
  List<SpecProblem> validate(Path path);

  /** The system calls that would make a container, for people to read. */
  String plan(CreateRequest request);
}
