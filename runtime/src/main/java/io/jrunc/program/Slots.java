package io.jrunc.program;

import io.jrunc.plan.DevicePlan;
import io.jrunc.plan.MountIdMap;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.linux.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The descriptors that a trampoline is given, by number: the first is {@link #base}, the others
 * follow without a gap. The engine opens what each slot says.
 *
 * @param base number of the first one, after the standard three and those that the container keeps
 * @param contents what belongs in each
 */
public record Slots(int base, List<Slot> contents) {
  /** The program itself. */
  static final int PROGRAM = 0;

  /** The report page; the trampoline expects it after the program. */
  public static final int REPORT = 1;

  /** The connection to the engine. */
  static final int ENGINE = 2;

  /** What a descriptor must be. */
  public sealed interface Slot {
    /** For a listing. */
    String describe();
  }

  /** Descriptors that every program has. */
  public enum Standard implements Slot {
    PROGRAM("this program"),
    REPORT("report page"),
    ENGINE("connection to the engine");

    private final String text;

    Standard(String text) {
      this.text = text;
    }

    @Override
    public String describe() {
      return text;
    }
  }

  /** The socket that the start command connects to. */
  public record Listener() implements Slot {
    @Override
    public String describe() {
      return "listening socket for start";
    }
  }

  /**
   * The first process of a running container, by pidfd_open(2).
   *
   * @param pid its number on the host, for people: the descriptor is opened by who knows it
   */
  public record Init(int pid) implements Slot {
    @Override
    public String describe() {
      return "process " + pid + ", the container's first";
    }
  }

  /**
   * A file of a cgroup, opened with the rights of the engine, to which a process writes itself.
   *
   * @param path absolute
   */
  public record TaskFile(String path) implements Slot {
    @Override
    public String describe() {
      return path;
    }
  }

  /**
   * The root directory of a container that has no mount namespace of its own.
   *
   * @param pid of its first process
   */
  public record RootOfInit(int pid) implements Slot {
    @Override
    public String describe() {
      return "root directory of process " + pid;
    }
  }

  /**
   * A file that the program passes on as it is.
   *
   * @param number that it will have in the end
   */
  public record Given(int number) implements Slot {
    @Override
    public String describe() {
      return "file that becomes " + number;
    }
  }

  /** A number that the program itself will use for something that it opens. */
  public record Reserved(String use) implements Slot {
    @Override
    public String describe() {
      return "(free, for " + use + ")";
    }
  }

  /**
   * A namespace to join.
   *
   * @param pointer to its entry in config.json
   */
  public record NamespaceFile(String pointer, NamespaceType type, String path) implements Slot {
    @Override
    public String describe() {
      return type.word() + " namespace " + path;
    }
  }

  /**
   * A detached copy of the container's root file system with all that is mounted below it; a
   * symbolic link in its place is refused.
   *
   * @param path absolute path on the host
   */
  public record Root(String path) implements Slot {
    @Override
    public String describe() {
      return "copy of the root file system " + path;
    }
  }

  /**
   * A detached copy of a part of the host's tree, made with the rights of the engine.
   *
   * @param pointer to the mount in config.json; empty for a default device
   * @param path absolute path on the host
   * @param recursive whether mounts below it come along
   * @param idMap how the owners of files are mapped, on this copy alone
   */
  public record Tree(String pointer, String path, boolean recursive, Optional<MountIdMap> idMap)
      implements Slot {
    @Override
    public String describe() {
      String below = recursive ? " and what is mounted below" : "";
      return "copy of " + path + below + (idMap.isPresent() ? describe(idMap.get()) : "");
    }

    private static String describe(MountIdMap map) {
      String which = map.recursive() ? ", all with ids " : ", with ids ";
      return map instanceof MountIdMap.Ranges ranges
          ? which + "mapped: users " + list(ranges.uids()) + ", groups " + list(ranges.gids())
          : which + "as in " + ((MountIdMap.OfNamespace) map).path();
    }

    private static String list(List<IdMapping> mappings) {
      List<String> lines = new ArrayList<>();
      for (IdMapping m : mappings) {
        lines.add(m.containerId() + " " + m.hostId() + " " + m.size());
      }
      return lines.toString();
    }
  }

  /**
   * A detached mount of a device node of the host, which must be there and be that very device.
   *
   * @param node whose path is the same on the host
   */
  public record Device(DevicePlan.Node node) implements Slot {
    @Override
    public String describe() {
      String type = node.type().name().toLowerCase(Locale.ROOT);
      String numbers = node.major() + ":" + node.minor();
      return "copy of " + node.path() + ", which must be the " + type + " device " + numbers;
    }
  }

  public Slots {
    contents = List.copyOf(contents);
  }

  /** The number that the descriptor of a slot has in the trampoline. */
  public int number(int index) {
    return base + index;
  }

  List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      lines.add(number(i) + ": " + contents.get(i).describe());
    }
    return lines;
  }
}
