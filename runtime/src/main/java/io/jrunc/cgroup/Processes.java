package io.jrunc.cgroup;

import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The processes of groups. */
interface Processes {

  /** Holds those of these that are there: a number could be another process's a moment later. */
  Held hold(List<Pid> pids);

  /** Processes that keep their numbers until this is closed. */
  interface Held extends AutoCloseable {

    /**
     * Sends a signal to some of them.
     *
     * @param numbers of those that were seen in the group since they are held
     */
    void signal(Signal signal, Set<Integer> numbers);

    /** Waits until all have ended, for so long at most. */
    void awaitEnd(Duration atMost);

    @Override
    void close();
  }
}
