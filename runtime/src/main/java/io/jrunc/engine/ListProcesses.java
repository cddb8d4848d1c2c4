package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Pid;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Tells which processes are in a container, which only its cgroup knows. */
final class ListProcesses {
  private final ContainerStore store;
  private final ContainerGroups groups;

  ListProcesses(ContainerStore store, ContainerGroups groups) {
    this.store = store;
    this.groups = groups;
  }

  /**
   * The processes in ascending order; none of a stopped container that has left none.
   *
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when it runs without a cgroup
   */
  List<Integer> run(String id) {
    ContainerRecord container = ReadState.find(store, "ps", id);
    if (container.cgroups().isEmpty() && store.status(container) != Status.STOPPED) {
      throw new OperationException(
          "ps", id, "the container has no cgroup, which would know its processes");
    }
    TreeSet<Integer> found = new TreeSet<>(); // the kernel can name one twice
    try {
      Cgroup group = groups.of(container);
      for (Pid pid : group.processes()) {
        found.add(pid.number());
      }
    } catch (KernelException e) {
      throw new OperationException("ps", id, e);
    }
    return new ArrayList<>(found);
  }
}
