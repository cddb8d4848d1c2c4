package io.jrunc.plan;

import io.jrunc.bundle.MountOption;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MountFlag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of one mount, taken apart; a later one wins over an earlier one. */
final class MountOptions {
  private static final Set<MountAttr> ACCESS_TIMES =
      EnumSet.of(
          MountAttr.MOUNT_ATTR_RELATIME,
          MountAttr.MOUNT_ATTR_NOATIME,
          MountAttr.MOUNT_ATTR_STRICTATIME);

  private final Set<MountAttr> set = EnumSet.noneOf(MountAttr.class);
  private final Set<MountAttr> cleared = EnumSet.noneOf(MountAttr.class);
  private final Set<MountAttr> setBelow = EnumSet.noneOf(MountAttr.class);
  private final Set<MountAttr> clearedBelow = EnumSet.noneOf(MountAttr.class);
  private final List<MountPlan.Option> filesystem = new ArrayList<>();
  private final List<Propagation> propagation = new ArrayList<>();
  private boolean bind;
  private boolean recursiveBind;
  private boolean idMapped;
  private boolean idMappedBelow;
  private boolean copyUp;

  MountOptions(List<String> words) {
    for (String word : words) {
      Optional<MountOption> option = MountOption.named(word);
      if (option.isPresent()) {
        take(option.get());
      } else if (!word.isEmpty()) {
        int end = word.indexOf('=');
        filesystem.add(
            end < 0
                ? new MountPlan.Option(word, Optional.empty())
                : new MountPlan.Option(
                    word.substring(0, end), Optional.of(word.substring(end + 1))));
      }
    }
  }

  private void take(MountOption option) {
    switch (option.kind()) {
      case ATTRIBUTE -> attribute(option, set, cleared);
      case RECURSIVE_ATTRIBUTE -> attribute(option, setBelow, clearedBelow);
      case FLAG -> flag(option);
      case PROPAGATION -> propagation.add(propagation(option));
      case BIND -> {
        bind = true;
        recursiveBind = option == MountOption.RBIND;
      }
      case ID_MAP -> {
        idMapped = true;
        idMappedBelow = option.on();
      }
      case COPY_UP -> copyUp = true;
      case REMOUNT, NO_EFFECT -> {}
    }
  }

  private static void attribute(MountOption option, Set<MountAttr> set, Set<MountAttr> cleared) {
    MountAttr attribute = option.attribute();
    if (ACCESS_TIMES.contains(attribute)) {
      accessTime(option, set, cleared);
    } else if (option.on()) {
      set.add(attribute);
      cleared.remove(attribute);
    } else {
      set.remove(attribute);
      cleared.add(attribute);
    }
  }

  /**
   * Access times are one field of three values, which mount_setattr(2) changes only as a whole: it
   * wants all of it cleared. Taking one back means the kernel's default, relatime.
   */
  private static void accessTime(MountOption option, Set<MountAttr> set, Set<MountAttr> cleared) {
    boolean hasOther =
        !set.contains(option.attribute()) && !Collections.disjoint(set, ACCESS_TIMES);
    if (!option.on() && hasOther) {
      return; // "noatime,nostrictatime" is noatime
    }
    set.removeAll(ACCESS_TIMES);
    set.add(option.on() ? option.attribute() : MountAttr.MOUNT_ATTR_RELATIME);
    cleared.add(MountAttr.MOUNT_ATTR__ATIME);
  }

  private void flag(MountOption option) {
    MountPlan.Option flag = new MountPlan.Option(option.flag(), Optional.empty());
    filesystem.remove(flag);
    if (option.on()) {
      filesystem.add(flag);
    }
  }

  static Propagation propagation(MountOption option) {
    return new Propagation(kind(option.propagation()), option.on());
  }

  private static Propagation.Kind kind(MountFlag flag) {
    return switch (flag) {
      case MS_SHARED -> Propagation.Kind.SHARED;
      case MS_SLAVE -> Propagation.Kind.SLAVE;
      case MS_UNBINDABLE -> Propagation.Kind.UNBINDABLE;
      default -> Propagation.Kind.PRIVATE;
    };
  }

  /** Whether they are about a mount alone, and not about its file system. */
  boolean isBind() {
    return bind;
  }

  /** Whether the mounts below a bind mount's source come along. */
  boolean isRecursiveBind() {
    return recursiveBind;
  }

  /** Whether the files of the mount are to have other owners. */
  boolean isIdMapped() {
    return idMapped;
  }

  /** Whether the same holds for the mounts below it. */
  boolean isIdMappedBelow() {
    return idMappedBelow;
  }

  /** Whether a tmpfs begins with what it hides. */
  boolean isCopyUp() {
    return copyUp;
  }

  /** Whether a new mount is to be read-only. */
  boolean isReadonly() {
    return ofNewMount().set().contains(MountAttr.MOUNT_ATTR_RDONLY);
  }

  List<Propagation> propagation() {
    return propagation;
  }

  /** What is for the file system itself, without {@code ro}. */
  List<MountPlan.Option> filesystem() {
    return filesystem;
  }

  /** What changes on a mount that is a copy of another one. */
  MountAttributes changes() {
    return new MountAttributes(set, cleared, setBelow, clearedBelow);
  }

  /** The same on one that must not be written to, whatever the options say. */
  MountAttributes readonlyChanges() {
    Set<MountAttr> on = EnumSet.of(MountAttr.MOUNT_ATTR_RDONLY);
    on.addAll(set);
    Set<MountAttr> off = EnumSet.noneOf(MountAttr.class);
    off.addAll(cleared);
    off.remove(MountAttr.MOUNT_ATTR_RDONLY);
    Set<MountAttr> offBelow = EnumSet.noneOf(MountAttr.class);
    offBelow.addAll(clearedBelow);
    offBelow.remove(MountAttr.MOUNT_ATTR_RDONLY);
    return new MountAttributes(on, off, setBelow, offBelow);
  }

  /** The same, also of all that is mounted below. */
  MountAttributes allReadonlyChanges() {
    MountAttributes changes = readonlyChanges();
    Set<MountAttr> onBelow = EnumSet.of(MountAttr.MOUNT_ATTR_RDONLY);
    onBelow.addAll(changes.setBelow());
    return new MountAttributes(changes.set(), changes.cleared(), onBelow, changes.clearedBelow());
  }

  /** What a mount has that is new, and has nothing below it. */
  MountAttributes ofNewMount() {
    Set<MountAttr> all = EnumSet.copyOf(set);
    if (clearedBelow.contains(MountAttr.MOUNT_ATTR__ATIME)) {
      all.removeAll(ACCESS_TIMES);
    }
    all.removeAll(clearedBelow);
    all.addAll(setBelow);
    return new MountAttributes(all, Set.of(), Set.of(), Set.of());
  }

  /** The same for one that becomes read-only later. */
  MountAttributes ofNewWritableMount() {
    Set<MountAttr> all = EnumSet.noneOf(MountAttr.class);
    all.addAll(ofNewMount().set());
    all.remove(MountAttr.MOUNT_ATTR_RDONLY);
    return new MountAttributes(all, Set.of(), Set.of(), Set.of());
  }
}
