package io.jrunc.program;

import java.util.Locale;

/**
 * The registers of the trampoline, by what the programs keep in them. A register is written only
 * when its instruction succeeds.
 */
public enum Register {
  /** O_PATH descriptor of the container's root directory. */
  ROOT(0),
  /** Where something is about to be mounted. */
  TARGET(1),
  /** The directory in which the next path component is made. */
  PARENT(2),
  /** A detached mount. */
  TREE(3),
  /** A file system context of fsopen(2). */
  CONTEXT(4),
  /** The container's /dev. */
  DEV(5),
  /** O_PATH descriptor of the checked null device. */
  NULL_DEVICE(6),
  /** The empty read-only tmpfs that hides directories. */
  EMPTY(7),
  /**
   * A procfs that nothing of the container is mounted over, of its own pid namespace or the host's.
   */
  PROC(8),
  /** A file that is opened, written and closed. */
  FILE(9),
  /** The slave side of the container's terminal. */
  TERMINAL(10),
  /** Address of the path of the program that will be executed. */
  EXECUTABLE(11),
  /** The connection of the command that starts the container. */
  CONNECTION(12),
  /** A number that was loaded to be compared. */
  LOADED(13),
  /** Copy of {@link #FAILED_AT} while a failure is being explained. */
  FIRST_FAILED_AT(14),
  /** Copy of {@link #ERRNO} while a failure is being explained. */
  FIRST_ERRNO(15),
  /** The umask that the container was started with. */
  UMASK(16),
  /** Permissions that a new file system takes over from the directory that it hides. */
  MODE(17),
  /** The process of a hook. */
  HOOK(18),
  /** The listener's end of a filter of system calls. */
  NOTIFIER(19),
  /** 1 once the empty directory is mounted somewhere, 0 before. */
  IS_EMPTY_USED(20),
  /** The mount of a file system in which others are mounted, all for one entry of config.json. */
  FOLDER(21),
  /** The procfs on the container's /proc, whatever has that name. */
  PROC_MOUNT(27),
  /** The sysfs on the container's /sys, whatever has that name. */
  SYS_MOUNT(28),
  /** Results that nobody needs. */
  UNUSED(29),
  /** Set by the trampoline: index of the instruction that failed last. */
  FAILED_AT(30),
  /** Set by the trampoline: errno of the instruction that failed last. */
  ERRNO(31);

  private final int number;

  Register(int number) {
    this.number = number;
  }

  /** Its number in the trampoline, 0 to 31. */
  public int number() {
    return number;
  }

  /** As it is written in a listing: {@code %root}. */
  @Override
  public String toString() {
    return "%" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
