package io.jrunc.linux.abi;

import java.util.Optional;

/** What an argument of a system call is, so that a listing can write its value as people do. */
public enum ArgumentKind {
  /** A file descriptor. */
  FD,
  /** A directory's file descriptor, or {@code AT_FDCWD}. */
  DIRECTORY,
  /** The address of bytes that end with a zero byte. */
  STRING,
  /** The address of an array of addresses of strings that ends with a zero address. */
  STRINGS,
  /** The address of bytes whose number is the next argument. */
  BUFFER,
  /** The address of a structure. */
  STRUCT,
  /** An address that is not followed. */
  ADDRESS,
  /** A signed number, or a number that an operation gives a meaning. */
  INTEGER,
  /** An unsigned 32-bit number. */
  UNSIGNED,
  /** A number of bytes or elements. */
  SIZE,
  /** Permission bits, perhaps with a {@link FileType}. */
  MODE,
  /** A user or group id; all ones leave it as it is. */
  ID,
  /** A {@link DeviceNumber}. */
  DEVICE,
  /** A {@link Signal}. */
  SIGNAL,
  /** {@link CloneFlag}s with the exit signal in the lowest byte, as clone(2) has it. */
  CLONE_FLAGS,
  /** {@link CloneFlag}s without an exit signal. */
  NAMESPACES(CloneFlag.class, false),
  OPEN_FLAGS(OpenFlag.class, false),
  AT_FLAGS(AtFlag.class, false),
  RENAME_FLAGS(RenameFlag.class, false),
  MOUNT_FLAGS(MountFlag.class, false),
  UMOUNT_FLAGS(UmountFlag.class, false),
  MOUNT_ATTRS(MountAttr.class, false),
  OPEN_TREE_FLAGS(OpenTreeFlag.class, false),
  MOVE_MOUNT_FLAGS(MoveMountFlag.class, false),
  FSOPEN_FLAGS(FsopenFlag.class, false),
  FSMOUNT_FLAGS(FsmountFlag.class, false),
  FSPICK_FLAGS(FspickFlag.class, false),
  FSCONFIG_COMMAND(FsconfigCommand.class, true),
  CLOSE_RANGE_FLAGS(CloseRangeFlag.class, false),
  FCNTL_COMMAND(FcntlCommand.class, true),
  LOCK_OPERATION(LockOperation.class, false),
  WHENCE(Whence.class, true),
  ACCESS_MODE(AccessMode.class, false),
  STATX_MASK(StatxMask.class, false),
  MEMORY_PROTECTION(MemoryProtection.class, false),
  MEMORY_ADVICE(MemoryAdvice.class, true),
  MAP_FLAGS(MapFlag.class, false),
  MEMFD_FLAGS(MemfdFlag.class, false),
  WAIT_OPTIONS(WaitOption.class, false),
  WAIT_ID_TYPE(WaitIdType.class, true),
  PIDFD_FLAGS(PidfdFlag.class, false),
  PRCTL_OPTION(PrctlOption.class, true),
  RESOURCE(Resource.class, true),
  ADDRESS_FAMILY(AddressFamily.class, true),
  SOCKET_TYPE(SocketType.class, false),
  SOCKET_LEVEL(SocketLevel.class, true),
  SOCKET_OPTION(SocketOption.class, true),
  MESSAGE_FLAGS(MessageFlag.class, false),
  SHUTDOWN_HOW(ShutdownHow.class, true),
  IOCTL_REQUEST(IoctlRequest.class, true),
  SIGNAL_MASK_OPERATION(SignalMaskOperation.class, true),
  SIGNALFD_FLAGS(SignalfdFlag.class, false),
  IO_PRIORITY_TARGET(IoPriorityTarget.class, true),
  PERSONALITY(PersonalityDomain.class, true),
  KEYCTL_OPERATION(KeyctlOperation.class, true),
  SECCOMP_OPERATION(SeccompOperation.class, true),
  SECCOMP_FLAGS(SeccompFlag.class, false);

  private final Optional<Class<? extends KernelConstant>> table;
  private final boolean oneOf;

  ArgumentKind() {
    this.table = Optional.empty();
    this.oneOf = false;
  }

  ArgumentKind(Class<? extends KernelConstant> table, boolean oneOf) {
    this.table = Optional.of(table);
    this.oneOf = oneOf;
  }

  /** Whether the value is the address of something that the kernel reads or writes. */
  public boolean isAddress() {
    return this == STRING || this == STRINGS || this == BUFFER || this == STRUCT;
  }

  /** The value as a listing writes it; addresses are hexadecimal numbers. */
  public String text(Architecture architecture, long value) {
    if (table.isPresent()) {
      KernelConstant[] constants = table.get().getEnumConstants();
      return oneOf
          ? Flags.name(constants, architecture, value)
          : Flags.names(constants, architecture, value);
    }
    return switch (this) {
      case STRING, STRINGS, BUFFER, STRUCT, ADDRESS ->
          value == 0 ? "NULL" : "0x" + Long.toHexString(value);
      case DIRECTORY -> (int) value == AtFlag.AT_FDCWD ? "AT_FDCWD" : Integer.toString((int) value);
      case FD, ID -> Integer.toString((int) value);
      case UNSIGNED -> Integer.toUnsignedString((int) value);
      case MODE -> mode(architecture, value);
      case DEVICE -> DeviceNumber.of(value).toString();
      case SIGNAL -> signal(value);
      case CLONE_FLAGS -> cloneFlags(architecture, value);
      default -> Long.toString(value);
    };
  }

  private static String mode(Architecture architecture, long mode) {
    long type = mode & FileType.MASK;
    String permissions = "0" + Long.toOctalString(mode & ~FileType.MASK);
    return type == 0
        ? permissions
        : Flags.name(FileType.values(), architecture, type) + "|" + permissions;
  }

  private static String signal(long number) {
    return number < 1 || number > Signal.LARGEST
        ? Long.toString(number)
        : new Signal((int) number).name();
  }

  private static String cloneFlags(Architecture architecture, long value) {
    long exitSignal = value & 0xff;
    long flags = value & ~0xffL;
    if (exitSignal == 0) {
      return Flags.names(CloneFlag.values(), architecture, flags);
    }
    String signal = signal(exitSignal);
    return flags == 0
        ? signal
        : Flags.names(CloneFlag.values(), architecture, flags) + "|" + signal;
  }
}
