package io.jrunc.linux.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * System calls: the number on x86-64 ({@code asm/unistd_64.h}), the one on aarch64 ({@code
 * asm-generic/unistd.h}), and the arguments as {@code name:}{@link ArgumentKind}.
 */
public enum SyscallNumber implements KernelConstant {
  READ(0, 63, "fd:FD buf:BUFFER count:SIZE"),
  WRITE(1, 64, "fd:FD buf:BUFFER count:SIZE"),
  OPENAT(257, 56, "dirfd:DIRECTORY path:STRING flags:OPEN_FLAGS mode:MODE"),
  OPENAT2(437, 437, "dirfd:DIRECTORY path:STRING how:STRUCT size:SIZE"),
  CLOSE(3, 57, "fd:FD"),
  CLOSE_RANGE(436, 436, "first:UNSIGNED last:UNSIGNED flags:CLOSE_RANGE_FLAGS"),
  DUP(32, 23, "fd:FD"),
  DUP3(292, 24, "oldfd:FD newfd:FD flags:OPEN_FLAGS"),
  PIPE2(293, 59, "fds:STRUCT flags:OPEN_FLAGS"),
  FCNTL(72, 25, "fd:FD cmd:FCNTL_COMMAND arg:INTEGER"),
  FLOCK(73, 32, "fd:FD operation:LOCK_OPERATION"),
  PREAD64(17, 67, "fd:FD buf:BUFFER count:SIZE offset:INTEGER"),
  PWRITE64(18, 68, "fd:FD buf:BUFFER count:SIZE offset:INTEGER"),
  LSEEK(8, 62, "fd:FD offset:INTEGER whence:WHENCE"),
  FTRUNCATE(77, 46, "fd:FD length:SIZE"),
  FSYNC(74, 82, "fd:FD"),
  SENDFILE(40, 71, "out:FD in:FD offset:STRUCT count:SIZE"),
  COPY_FILE_RANGE(
      326, 285, "in:FD inoffset:STRUCT out:FD outoffset:STRUCT length:SIZE flags:UNSIGNED"),
  MMAP(
      9,
      222,
      "addr:ADDRESS length:SIZE prot:MEMORY_PROTECTION flags:MAP_FLAGS fd:FD offset:INTEGER"),
  MPROTECT(10, 226, "addr:ADDRESS length:SIZE prot:MEMORY_PROTECTION"),
  MUNMAP(11, 215, "addr:ADDRESS length:SIZE"),
  MADVISE(28, 233, "addr:ADDRESS length:SIZE advice:MEMORY_ADVICE"),
  FSTAT(5, 80, "fd:FD stat:STRUCT"),
  NEWFSTATAT(262, 79, "dirfd:DIRECTORY path:STRING stat:STRUCT flags:AT_FLAGS"),
  STATX(332, 291, "dirfd:DIRECTORY path:STRING flags:AT_FLAGS mask:STATX_MASK statx:STRUCT"),
  STATFS(137, 43, "path:STRING statfs:STRUCT"),
  FSTATFS(138, 44, "fd:FD statfs:STRUCT"),
  FACCESSAT2(439, 439, "dirfd:DIRECTORY path:STRING mode:ACCESS_MODE flags:AT_FLAGS"),
  GETDENTS64(217, 61, "fd:FD buf:BUFFER count:SIZE"),
  GETCWD(79, 17, "buf:BUFFER size:SIZE"),
  CHDIR(80, 49, "path:STRING"),
  FCHDIR(81, 50, "fd:FD"),
  CHROOT(161, 51, "path:STRING"),
  MKDIRAT(258, 34, "dirfd:DIRECTORY path:STRING mode:MODE"),
  MKNODAT(259, 33, "dirfd:DIRECTORY path:STRING mode:MODE dev:DEVICE"),
  SYMLINKAT(266, 36, "target:STRING dirfd:DIRECTORY path:STRING"),
  LINKAT(
      265,
      37,
      "olddirfd:DIRECTORY oldpath:STRING newdirfd:DIRECTORY newpath:STRING flags:AT_FLAGS"),
  UNLINKAT(263, 35, "dirfd:DIRECTORY path:STRING flags:AT_FLAGS"),
  RENAMEAT2(
      316,
      276,
      "olddirfd:DIRECTORY oldpath:STRING newdirfd:DIRECTORY newpath:STRING flags:RENAME_FLAGS"),
  READLINKAT(267, 78, "dirfd:DIRECTORY path:STRING buf:BUFFER size:SIZE"),
  UTIMENSAT(280, 88, "dirfd:DIRECTORY path:STRING times:STRUCT flags:AT_FLAGS"),
  FCHMOD(91, 52, "fd:FD mode:MODE"),
  FCHMODAT(268, 53, "dirfd:DIRECTORY path:STRING mode:MODE"),
  FCHOWN(93, 55, "fd:FD owner:ID group:ID"),
  FCHOWNAT(260, 54, "dirfd:DIRECTORY path:STRING owner:ID group:ID flags:AT_FLAGS"),
  SETXATTR(188, 5, "path:STRING name:STRING value:BUFFER size:SIZE flags:UNSIGNED"),
  FSETXATTR(190, 7, "fd:FD name:STRING value:BUFFER size:SIZE flags:UNSIGNED"),
  FGETXATTR(193, 10, "fd:FD name:STRING value:BUFFER size:SIZE"),
  FLISTXATTR(196, 13, "fd:FD list:BUFFER size:SIZE"),
  UMASK(95, 166, "mask:MODE"),
  PIVOT_ROOT(155, 41, "new:STRING old:STRING"),
  MOUNT(165, 40, "source:STRING target:STRING type:STRING flags:MOUNT_FLAGS data:STRING"),
  UMOUNT2(166, 39, "target:STRING flags:UMOUNT_FLAGS"),
  OPEN_TREE(428, 428, "dirfd:DIRECTORY path:STRING flags:OPEN_TREE_FLAGS"),
  MOVE_MOUNT(
      429,
      429,
      "fromdirfd:DIRECTORY frompath:STRING todirfd:DIRECTORY topath:STRING flags:MOVE_MOUNT_FLAGS"),
  FSOPEN(430, 430, "type:STRING flags:FSOPEN_FLAGS"),
  FSCONFIG(431, 431, "fd:FD cmd:FSCONFIG_COMMAND key:STRING value:STRING aux:INTEGER"),
  FSMOUNT(432, 432, "fd:FD flags:FSMOUNT_FLAGS attr:MOUNT_ATTRS"),
  FSPICK(433, 433, "dirfd:DIRECTORY path:STRING flags:FSPICK_FLAGS"),
  MOUNT_SETATTR(442, 442, "dirfd:DIRECTORY path:STRING flags:AT_FLAGS attr:STRUCT size:SIZE"),
  STATMOUNT(457, 457, "request:STRUCT buf:BUFFER size:SIZE flags:UNSIGNED"),
  LISTMOUNT(458, 458, "request:STRUCT ids:BUFFER count:SIZE flags:UNSIGNED"),
  OPEN_TREE_ATTR(
      467, 467, "dirfd:DIRECTORY path:STRING flags:OPEN_TREE_FLAGS attr:STRUCT size:SIZE"),
  UNSHARE(272, 97, "flags:NAMESPACES"),
  SETNS(308, 268, "fd:FD type:NAMESPACES"),
  CLONE(56, 220, "flags:CLONE_FLAGS stack:ADDRESS parenttid:ADDRESS tls:ADDRESS childtid:ADDRESS"),
  CLONE3(435, 435, "args:STRUCT size:SIZE"),
  EXIT(60, 93, "status:INTEGER"),
  EXIT_GROUP(231, 94, "status:INTEGER"),
  EXECVE(59, 221, "path:STRING argv:STRINGS envp:STRINGS"),
  EXECVEAT(322, 281, "dirfd:DIRECTORY path:STRING argv:STRINGS envp:STRINGS flags:AT_FLAGS"),
  WAIT4(61, 260, "pid:INTEGER status:STRUCT options:WAIT_OPTIONS rusage:STRUCT"),
  WAITID(247, 95, "type:WAIT_ID_TYPE id:INTEGER info:STRUCT options:WAIT_OPTIONS rusage:STRUCT"),
  PIDFD_OPEN(434, 434, "pid:INTEGER flags:PIDFD_FLAGS"),
  PIDFD_SEND_SIGNAL(424, 424, "pidfd:FD sig:SIGNAL info:STRUCT flags:UNSIGNED"),
  PIDFD_GETFD(438, 438, "pidfd:FD fd:FD flags:UNSIGNED"),
  KILL(62, 129, "pid:INTEGER sig:SIGNAL"),
  TGKILL(234, 131, "tgid:INTEGER tid:INTEGER sig:SIGNAL"),
  GETPID(39, 172, ""),
  GETPPID(110, 173, ""),
  GETTID(186, 178, ""),
  GETPGID(121, 155, "pid:INTEGER"),
  SETPGID(109, 154, "pid:INTEGER pgid:INTEGER"),
  GETSID(124, 156, "pid:INTEGER"),
  SETSID(112, 157, ""),
  GETUID(102, 174, ""),
  GETEUID(107, 175, ""),
  GETGID(104, 176, ""),
  GETEGID(108, 177, ""),
  GETRESUID(118, 148, "ruid:STRUCT euid:STRUCT suid:STRUCT"),
  GETRESGID(120, 150, "rgid:STRUCT egid:STRUCT sgid:STRUCT"),
  GETGROUPS(115, 158, "size:INTEGER list:STRUCT"),
  SETUID(105, 146, "uid:ID"),
  SETGID(106, 144, "gid:ID"),
  SETRESUID(117, 147, "ruid:ID euid:ID suid:ID"),
  SETRESGID(119, 149, "rgid:ID egid:ID sgid:ID"),
  SETGROUPS(116, 159, "size:SIZE list:STRUCT"),
  SETFSUID(122, 151, "uid:ID"),
  SETFSGID(123, 152, "gid:ID"),
  CAPGET(125, 90, "header:STRUCT data:STRUCT"),
  CAPSET(126, 91, "header:STRUCT data:STRUCT"),
  PRCTL(157, 167, "option:PRCTL_OPTION arg2:INTEGER arg3:INTEGER arg4:INTEGER arg5:INTEGER"),
  PRLIMIT64(302, 261, "pid:INTEGER resource:RESOURCE new:STRUCT old:STRUCT"),
  SETHOSTNAME(170, 161, "name:STRING length:SIZE"),
  SETDOMAINNAME(171, 162, "name:STRING length:SIZE"),
  UNAME(63, 160, "buf:STRUCT"),
  SYSINFO(99, 179, "info:STRUCT"),
  SOCKET(41, 198, "domain:ADDRESS_FAMILY type:SOCKET_TYPE protocol:INTEGER"),
  SOCKETPAIR(53, 199, "domain:ADDRESS_FAMILY type:SOCKET_TYPE protocol:INTEGER fds:STRUCT"),
  BIND(49, 200, "fd:FD addr:STRUCT length:SIZE"),
  LISTEN(50, 201, "fd:FD backlog:INTEGER"),
  ACCEPT4(288, 242, "fd:FD addr:STRUCT length:STRUCT flags:SOCKET_TYPE"),
  CONNECT(42, 203, "fd:FD addr:STRUCT length:SIZE"),
  GETSOCKNAME(51, 204, "fd:FD addr:STRUCT length:STRUCT"),
  GETPEERNAME(52, 205, "fd:FD addr:STRUCT length:STRUCT"),
  SENDMSG(46, 211, "fd:FD msg:STRUCT flags:MESSAGE_FLAGS"),
  RECVMSG(47, 212, "fd:FD msg:STRUCT flags:MESSAGE_FLAGS"),
  SENDTO(44, 206, "fd:FD buf:BUFFER length:SIZE flags:MESSAGE_FLAGS addr:STRUCT addrlen:SIZE"),
  RECVFROM(45, 207, "fd:FD buf:BUFFER length:SIZE flags:MESSAGE_FLAGS addr:STRUCT addrlen:STRUCT"),
  GETSOCKOPT(55, 209, "fd:FD level:SOCKET_LEVEL option:SOCKET_OPTION value:STRUCT length:STRUCT"),
  SETSOCKOPT(54, 208, "fd:FD level:SOCKET_LEVEL option:SOCKET_OPTION value:STRUCT length:SIZE"),
  SHUTDOWN(48, 210, "fd:FD how:SHUTDOWN_HOW"),
  IOCTL(16, 29, "fd:FD request:IOCTL_REQUEST arg:ADDRESS"),
  RT_SIGPROCMASK(14, 135, "how:SIGNAL_MASK_OPERATION set:STRUCT oldset:STRUCT size:SIZE"),
  RT_SIGACTION(13, 134, "sig:SIGNAL act:STRUCT oldact:STRUCT size:SIZE"),
  SIGNALFD4(289, 74, "fd:FD mask:STRUCT size:SIZE flags:SIGNALFD_FLAGS"),
  PPOLL(271, 73, "fds:STRUCT count:SIZE timeout:STRUCT mask:STRUCT size:SIZE"),
  EPOLL_CREATE1(291, 20, "flags:OPEN_FLAGS"),
  EPOLL_CTL(233, 21, "set:FD operation:INTEGER fd:FD event:STRUCT"),
  EPOLL_PWAIT(281, 22, "set:FD events:STRUCT count:SIZE timeout:INTEGER mask:STRUCT size:SIZE"),
  EVENTFD2(290, 19, "initial:UNSIGNED flags:OPEN_FLAGS"),
  NANOSLEEP(35, 101, "request:STRUCT remaining:STRUCT"),
  MEMFD_CREATE(319, 279, "name:STRING flags:MEMFD_FLAGS"),
  SCHED_SETATTR(314, 274, "pid:INTEGER attr:STRUCT flags:UNSIGNED"),
  SCHED_GETATTR(315, 275, "pid:INTEGER attr:STRUCT size:SIZE flags:UNSIGNED"),
  SCHED_SETAFFINITY(203, 122, "pid:INTEGER size:SIZE mask:STRUCT"),
  SCHED_GETAFFINITY(204, 123, "pid:INTEGER size:SIZE mask:STRUCT"),
  SCHED_YIELD(24, 124, ""),
  SETPRIORITY(141, 140, "which:INTEGER who:INTEGER prio:INTEGER"),
  IOPRIO_SET(251, 30, "which:IO_PRIORITY_TARGET who:INTEGER ioprio:INTEGER"),
  IOPRIO_GET(252, 31, "which:IO_PRIORITY_TARGET who:INTEGER"),
  PERSONALITY(135, 92, "persona:PERSONALITY"),
  SET_MEMPOLICY(238, 237, "mode:INTEGER nodes:STRUCT maxnode:SIZE"),
  KEYCTL(
      250, 219, "operation:KEYCTL_OPERATION arg2:INTEGER arg3:INTEGER arg4:INTEGER arg5:INTEGER"),
  ADD_KEY(248, 217, "type:STRING description:STRING payload:BUFFER length:SIZE keyring:INTEGER"),
  SECCOMP(317, 277, "operation:SECCOMP_OPERATION flags:SECCOMP_FLAGS args:STRUCT"),
  BPF(321, 280, "cmd:INTEGER attr:STRUCT size:SIZE"),
  LANDLOCK_CREATE_RULESET(444, 444, "attr:STRUCT size:SIZE flags:UNSIGNED"),
  LANDLOCK_RESTRICT_SELF(446, 446, "ruleset:FD flags:UNSIGNED");

  private final int x8664;
  private final int aarch64;
  private final String signature;

  SyscallNumber(int x8664, int aarch64, String signature) {
    this.x8664 = x8664;
    this.aarch64 = aarch64;
    this.signature = signature;
  }

  /** The name in the manual, such as {@code openat2}. */
  public String callName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number for {@code syscall(2)}. */
  public int number(Architecture architecture) {
    return architecture == Architecture.X86_64 ? x8664 : aarch64;
  }

  @Override
  public long value(Architecture architecture) {
    return number(architecture);
  }

  /** The arguments in the kernel's order, for listings; at most six. */
  public List<SyscallArgument> arguments() {
    List<SyscallArgument> arguments = new ArrayList<>();
    int begin = 0;
    while (begin < signature.length()) {
      int colon = signature.indexOf(':', begin);
      int space = signature.indexOf(' ', colon);
      int end = space < 0 ? signature.length() : space;
      String kind = signature.substring(colon + 1, end);
      arguments.add(
          new SyscallArgument(signature.substring(begin, colon), ArgumentKind.valueOf(kind)));
      begin = end + 1;
    }
    return List.copyOf(arguments);
  }

  @Override
  public String toString() {
    return callName();
  }
}
