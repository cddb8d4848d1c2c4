package io.jrunc.plan;

import java.util.List;
import java.util.Optional;

/** One thing to do below the container's root, in the order of config.json. */
public sealed interface MountPlan {

  /** Pointer to the entry of config.json. */
  String pointer();

  /** Absolute path inside the container, without {@code .} and {@code ..}. */
  String destination();

  /**
   * A part of the host's tree.
   *
   * @param source absolute path on the host
   * @param recursive whether mounts below the source come along
   * @param ofDirectory whether source, and so the mount point, is a directory
   * @param idMap present when files have other owners there than at the source
   */
  record Bind(
      String pointer,
      String destination,
      String source,
      boolean recursive,
      boolean ofDirectory,
      Optional<MountIdMap> idMap,
      MountAttributes attributes,
      List<Propagation> propagation)
      implements MountPlan {
    public Bind {
      propagation = List.copyOf(propagation);
    }
  }

  /**
   * A new file system.
   *
   * @param options for the file system itself, in order
   * @param lateReadonly whether it becomes read-only only after everything else has been mounted,
   *     since mount points and devices are made in it
   * @param copyUp whether it begins with what it hides
   */
  record Filesystem(
      String pointer,
      String destination,
      String type,
      String source,
      List<Option> options,
      MountAttributes attributes,
      List<Propagation> propagation,
      boolean lateReadonly,
      boolean copyUp)
      implements MountPlan {
    public Filesystem {
      options = List.copyOf(options);
      propagation = List.copyOf(propagation);
    }
  }

  /**
   * A change of what is mounted at the destination.
   *
   * @param options for the file system, which changes wherever else it is mounted as well; empty
   *     leaves it alone
   */
  record Remount(
      String pointer,
      String destination,
      List<Option> options,
      MountAttributes attributes,
      List<Propagation> propagation)
      implements MountPlan {
    public Remount {
      options = List.copyOf(options);
      propagation = List.copyOf(propagation);
    }
  }

  /**
   * A symbolic link beside the mounts, as between controllers that share a cgroup hierarchy.
   *
   * @param target what the link says
   */
  record Link(String pointer, String destination, String target) implements MountPlan {}

  /**
   * An option of a file system.
   *
   * @param value absent for a flag
   */
  record Option(String key, Optional<String> value) {
    @Override
    public String toString() {
      return value.map(v -> key + "=" + v).orElse(key);
    }
  }
}
