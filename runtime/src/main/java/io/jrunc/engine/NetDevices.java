package io.jrunc.engine;

import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.link.DeviceState;
import io.jrunc.link.Link;
import io.jrunc.link.Links;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.plan.HostLacksException;
import io.jrunc.plan.NetDevicePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves network devices of the host into a container that is being made; and back, as they were, if
 * it fails after that: else they would end with the container's namespace. From a container that
 * ran they don't come back: its namespace may be another's, and the kernel moves hardware itself.
 */
final class NetDevices {
  private final Kernel kernel;

  NetDevices(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Moves all of them or none. They are up then, with their permanent global addresses.
   *
   * @param init a process of the container, in its network namespace
   */
  void move(List<NetDevicePlan> devices, Pid init, Rollback rollback) {
    Fd namespace =
        rollback.keep(kernel.files().open("/proc/" + init + "/ns/net", OpenFlag.O_RDONLY));
    try (Links host = Links.here(kernel);
        Links inside = Links.in(kernel, namespace)) {
      for (Move move : moves(devices, host, inside)) {
        rollback.push(() -> bringBack(move, namespace));
        try {
          move(move, host, inside, namespace);
        } catch (JruncException e) {
          throw new OperationException(move.plan().pointer(), "", e);
        }
      }
    }
  }

  /** A device that is there, and a name inside that is free. */
  private record Move(NetDevicePlan plan, DeviceState state, String newName) {}

  private static List<Move> moves(List<NetDevicePlan> devices, Links host, Links inside) {
    Set<String> taken = new HashSet<>();
    for (Link link : inside.all()) {
      taken.add(link.name());
    }
    List<Move> moves = new ArrayList<>();
    for (NetDevicePlan plan : devices) {
      Optional<DeviceState> state = host.stateOf(plan.name());
      if (state.isEmpty()) {
        throw new HostLacksException(plan.pointer(), "the host has no such network device");
      }
      String newName = plan.isTemplate() ? firstFree(plan, taken) : plan.newName();
      if (!taken.add(newName)) {
        throw new HostLacksException(
            plan.pointer(), "the container has a network device " + newName + " already");
      }
      moves.add(new Move(plan, state.get(), newName));
    }
    return moves;
  }

  /** As the kernel would fill in the template; it tells no one what it chose. */
  private static String firstFree(NetDevicePlan plan, Set<String> taken) {
    int number = 0;
    while (taken.contains(plan.numbered(number))) {
      number++;
    }
    return plan.numbered(number);
  }

  private static void move(Move move, Links host, Links inside, Fd namespace) {
    host.move(move.plan().name(), move.newName(), namespace);
    inside.setUp(move.newName());
    inside.giveAddresses(move.state(), move.newName());
  }

  /** The kernel may have moved it and then refused the name. */
  private void bringBack(Move move, Fd namespace) {
    Link was = move.state().link();
    try (Links host = Links.here(kernel);
        Links inside = Links.in(kernel, namespace);
        Fd home = kernel.files().open("/proc/thread-self/ns/net", OpenFlag.O_RDONLY)) {
      Optional<Link> there = host.find(was.name());
      if (there.isPresent() && there.get().index() == was.index()) {
        return; // it has never left
      }
      boolean renamed = inside.find(move.newName()).isPresent();
      inside.moveBack(renamed ? move.newName() : was.name(), was, home);
      host.restore(move.state());
    } catch (JruncException e) {
      throw new OperationException("bring back", was.name(), e);
    }
  }
}
