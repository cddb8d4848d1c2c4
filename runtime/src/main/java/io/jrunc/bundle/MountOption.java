package io.jrunc.bundle;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MountFlag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options of {@code mounts} that the runtime itself understands; every other one goes to the
 * file system. The words are those of mount(8) and of config.md of the runtime-spec.
 */
public enum MountOption {
  // the mount itself; for a new file system "ro" is a matter of the file system as well
  RO(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_RDONLY, true),
  RW(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_RDONLY, false),
  NOSUID(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSUID, true),
  SUID(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSUID, false),
  NODEV(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NODEV, true),
  DEV(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NODEV, false),
  NOEXEC(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOEXEC, true),
  EXEC(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOEXEC, false),
  NOATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOATIME, true),
  ATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOATIME, false),
  STRICTATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_STRICTATIME, true),
  NOSTRICTATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_STRICTATIME, false),
  RELATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_RELATIME, true),
  NORELATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_RELATIME, false),
  NODIRATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NODIRATIME, true),
  DIRATIME(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NODIRATIME, false),
  NOSYMFOLLOW(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSYMFOLLOW, true),
  SYMFOLLOW(Kind.ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSYMFOLLOW, false),

  // the mount and all mounts below it
  RRO(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_RDONLY, true),
  RRW(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_RDONLY, false),
  RNOSUID(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSUID, true),
  RSUID(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSUID, false),
  RNODEV(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NODEV, true),
  RDEV(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NODEV, false),
  RNOEXEC(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOEXEC, true),
  REXEC(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOEXEC, false),
  RNOATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOATIME, true),
  RATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOATIME, false),
  RSTRICTATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_STRICTATIME, true),
  RNOSTRICTATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_STRICTATIME, false),
  RRELATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_RELATIME, true),
  RNORELATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_RELATIME, false),
  RNODIRATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NODIRATIME, true),
  RDIRATIME(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NODIRATIME, false),
  RNOSYMFOLLOW(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSYMFOLLOW, true),
  RSYMFOLLOW(Kind.RECURSIVE_ATTRIBUTE, MountAttr.MOUNT_ATTR_NOSYMFOLLOW, false),

  // a new file system: words that every one of them takes through fsconfig(2)
  SYNC("sync", true),
  ASYNC("sync", false),
  DIRSYNC("dirsync", true),
  MAND("mand", true),
  NOMAND("mand", false),
  LAZYTIME("lazytime", true),
  NOLAZYTIME("lazytime", false),

  // flags of mount(2) that neither fsconfig(2) nor mount_setattr(2) has: the first two tell how the
  // kernel logs, and a file system that can count changes does so without being asked
  SILENT(Kind.NO_EFFECT),
  LOUD(Kind.NO_EFFECT),
  IVERSION(Kind.NO_EFFECT),
  NOIVERSION(Kind.NO_EFFECT),
  DEFAULTS(Kind.NO_EFFECT),

  // a part of the host's tree
  BIND(Kind.BIND),
  RBIND(Kind.BIND),

  // what is mounted already
  REMOUNT(Kind.REMOUNT),

  SHARED(MountFlag.MS_SHARED, false),
  RSHARED(MountFlag.MS_SHARED, true),
  SLAVE(MountFlag.MS_SLAVE, false),
  RSLAVE(MountFlag.MS_SLAVE, true),
  PRIVATE(MountFlag.MS_PRIVATE, false),
  RPRIVATE(MountFlag.MS_PRIVATE, true),
  UNBINDABLE(MountFlag.MS_UNBINDABLE, false),
  RUNBINDABLE(MountFlag.MS_UNBINDABLE, true),

  // ids of the files below a bind mount
  IDMAP(Kind.ID_MAP, false),
  RIDMAP(Kind.ID_MAP, true),

  // a new tmpfs begins with what it hides
  TMPCOPYUP(Kind.COPY_UP);

  /** What an option is about. */
  public enum Kind {
    /** {@link MountOption#attribute()} of the mount is set or cleared. */
    ATTRIBUTE,
    /** {@link MountOption#attribute()} of the mount and all below is set or cleared. */
    RECURSIVE_ATTRIBUTE,
    /** {@link MountOption#flag()} of the file system is set or cleared. */
    FLAG,
    /** {@link MountOption#propagation()} of the mount is changed. */
    PROPAGATION,
    /** The mount is a bind mount. */
    BIND,
    /** What is mounted at the destination is changed, and nothing is mounted. */
    REMOUNT,
    /** Nothing comes of it. */
    NO_EFFECT,
    /** The files of the mount, or of all mounts below as well, have other owners. */
    ID_MAP,
    /** What the mount hides is copied into it. */
    COPY_UP
  }

  private static final MountOption[] TABLE = values();

  private final String word = name().toLowerCase(Locale.ROOT);
  private final Kind kind;
  private final boolean on;
  private final MountAttr attribute;
  private final MountFlag propagation;
  private final String flag;

  MountOption(Kind kind) {
    this(kind, true, MountAttr.MOUNT_ATTR_RELATIME, MountFlag.MS_REC, "");
  }

  MountOption(Kind kind, boolean recursive) {
    this(kind, recursive, MountAttr.MOUNT_ATTR_IDMAP, MountFlag.MS_REC, "");
  }

  MountOption(Kind kind, MountAttr attribute, boolean on) {
    this(kind, on, attribute, MountFlag.MS_REC, "");
  }

  MountOption(String flag, boolean on) {
    this(Kind.FLAG, on, MountAttr.MOUNT_ATTR_RELATIME, MountFlag.MS_REC, flag);
  }

  MountOption(MountFlag propagation, boolean recursive) {
    this(Kind.PROPAGATION, recursive, MountAttr.MOUNT_ATTR_RELATIME, propagation, "");
  }

  MountOption(Kind kind, boolean on, MountAttr attribute, MountFlag propagation, String flag) {
    this.kind = kind;
    this.on = on;
    this.attribute = attribute;
    this.propagation = propagation;
    this.flag = flag;
  }

  /** The option with this word, exactly so; empty if it is one for the file system. */
  public static Optional<MountOption> named(String word) {
    for (MountOption option : TABLE) {
      if (option.word.equals(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** Whether a mount with these options is a new bind mount; its type says nothing about that. */
  public static boolean isBind(List<String> options) {
    return !isRemount(options) && (options.contains(BIND.word) || options.contains(RBIND.word));
  }

  /** Whether they change what is mounted already. */
  public static boolean isRemount(List<String> options) {
    return options.contains(REMOUNT.word);
  }

  /** The option as config.json spells it. */
  public String word() {
    return word;
  }

  /** What it is about. */
  public Kind kind() {
    return kind;
  }

  /**
   * Whether the attribute or flag is set, not cleared; of a propagation and of an id map: whether
   * recursively.
   */
  public boolean on() {
    return on;
  }

  /** The attribute that it sets or clears, where {@link #kind} says so. */
  public MountAttr attribute() {
    return attribute;
  }

  /** The propagation type that it asks for, where {@link #kind} says so. */
  public MountFlag propagation() {
    return propagation;
  }

  /** The word for fsconfig(2) that it adds or takes away, where {@link #kind} says so. */
  public String flag() {
    return flag;
  }
}
