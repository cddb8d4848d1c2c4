package io.jrunc.program;

import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.PrctlOption;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.NamespaceFlag;
import io.jrunc.plan.NamespacePlan;
import io.jrunc.plan.NamespacePlan.JoinedNamespace;
import io.jrunc.spec.linux.NamespaceType;
import java.util.ArrayList;
import java.util.List;

/** From the host's namespaces to the container's, and to its first process. */
final class NamespaceSteps {
  private static final String POINTER = "/linux/namespaces";
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final int IFF_UP = 0x1;
  private static final int IFF_RUNNING = 0x40;

  private final ProgramBuilder b;
  private final NamespacePlan namespaces;

  NamespaceSteps(ProgramBuilder builder, ContainerPlan plan) {
    this.b = builder;
    this.namespaces = plan.namespaces();
  }

  /** Namespaces of the host's owner are joined while we still have the host's rights. */
  void joinOwnedByHost() {
    join(false);
  }

  /** Namespaces that belong to a user namespace are open only to who is in it. */
  void joinOwnedByUser() {
    join(true);
  }

  private void join(boolean ownedByUser) {
    for (JoinedNamespace namespace : namespaces.joined()) {
      if (namespace.type() != NamespaceType.USER && namespace.ownedByJoinedUser() == ownedByUser) {
        join(namespace);
      }
    }
  }

  private void join(JoinedNamespace namespace) {
    String why = "join the " + namespace.type().word() + " namespace " + namespace.path();
    b.source(new Source(namespace.pointer(), why));
    Operand slot =
        b.slot(new Slots.NamespaceFile(namespace.pointer(), namespace.type(), namespace.path()));
    b.call(SyscallNumber.SETNS, slot, b.flags(NamespaceFlag.of(namespace.type())));
  }

  /** The user namespace comes before the others, which then belong to it. */
  void enterUserNamespace() {
    for (JoinedNamespace namespace : namespaces.joined()) {
      if (namespace.type() == NamespaceType.USER) {
        join(namespace);
        compareMaps();
      }
    }
    if (namespaces.creates(NamespaceType.USER)) {
      b.source(new Source(POINTER, "create the user namespace"));
      b.call(SyscallNumber.UNSHARE, b.flags(CloneFlag.CLONE_NEWUSER));
      b.source(new Source("/linux/uidMappings", "wait for the id mappings"));
      tell(b, Conversation.USER_NAMESPACE);
      await(b);
    }
  }

  /** A configuration may say which maps the namespace has; the engine looks whether it is true. */
  private void compareMaps() {
    if (!namespaces.uidMappings().isEmpty() || !namespaces.gidMappings().isEmpty()) {
      b.source(new Source("/linux/uidMappings", "wait while the id mappings are compared"));
      tell(b, Conversation.USER_NAMESPACE);
      await(b);
    }
  }

  /** Only now: who has changed his ids can't write his own files in /proc any more. */
  void becomeRoot() {
    if (namespaces.separates(NamespaceType.USER)) {
      becomeRoot(b);
    }
  }

  /** For a process that has entered a user namespace, and has none of its ids yet. */
  static void becomeRoot(ProgramBuilder b) {
    Operand root = Operand.number(0);
    b.source(new Source(POINTER, "become root of the user namespace"));
    b.call(SyscallNumber.SETRESGID, root, root, root);
    b.orGoOn().call(SyscallNumber.SETGROUPS, root, Operand.none());
    b.call(SyscallNumber.SETRESUID, root, root, root);
  }

  /** Offsets can be written only before the first process is in the time namespace. */
  void createTimeNamespace() {
    if (!namespaces.creates(NamespaceType.TIME)) {
      return;
    }
    b.source(new Source(POINTER, "create the time namespace"));
    b.call(SyscallNumber.UNSHARE, b.flags(CloneFlag.CLONE_NEWTIME));
    if (!namespaces.timeOffsets().isEmpty()) {
      b.source(new Source("/linux/timeOffsets", "set the clocks' offsets"));
      HostSteps.writeFile(
          b, "/proc/self/timens_offsets", String.join("\n", namespaces.timeOffsets()) + "\n");
    }
  }

  /** The cgroup namespace must wait until init is in its cgroup. */
  void createOthers() {
    List<CloneFlag> flags = new ArrayList<>();
    for (NamespaceType type : namespaces.created()) {
      switch (type) {
        case USER, TIME, CGROUP -> {}
        case PID, NETWORK, MOUNT, IPC, UTS -> flags.add(NamespaceFlag.of(type));
      }
    }
    if (!flags.isEmpty()) {
      b.source(new Source(POINTER, "create the other namespaces"));
      b.call(SyscallNumber.UNSHARE, b.flags(flags.toArray(new CloneFlag[0])));
    }
  }

  /**
   * Init is a sibling, not a child: so it becomes the child of whoever called the runtime. From
   * here two processes share the report page, and this one no longer writes to it.
   */
  void becomeInit() {
    b.always("create the container's first process");
    cloneSibling(b);
  }

  /** Goes on as the new process; the old one ends, having said nothing. */
  static void cloneSibling(ProgramBuilder b) {
    Label sibling = new Label();
    b.ifEqual(0, sibling)
        .call(
            SyscallNumber.CLONE,
            Operand.named(b.bits(CloneFlag.CLONE_PARENT) | SIGCHLD, "CLONE_PARENT|SIGCHLD"),
            Operand.none(),
            Operand.none(),
            Operand.none(),
            Operand.none());
    b.quietly().call(SyscallNumber.EXIT_GROUP, Operand.number(0));
    b.place(sibling);
  }

  private static final int SIGCHLD = 17;

  /**
   * Processes of a namespace that is joined must not look into us (CVE-2016-9962), so we hide
   * before we join one; otherwise as late as possible, since hidden processes can't write their own
   * files in /proc.
   */
  void hideBeforeJoining() {
    if (!namespaces.joined().isEmpty()) {
      hide(b);
    }
  }

  /**
   * The same, for a container that joins nothing. It doesn't hide from an engine that couldn't
   * handle it then: there is nobody else in its namespaces.
   */
  void hideBeforeClone() {
    if (!namespaces.joined().isEmpty()) {
      return;
    }
    if (namespaces.hiding()) {
      hide(b);
    } else {
      show();
    }
  }

  /** For engines without rights over hidden processes; each change of ids hides a process. */
  void show() {
    if (!namespaces.hiding()) {
      b.always("be open to the user who makes the container");
      b.call(SyscallNumber.PRCTL, b.flags(PrctlOption.PR_SET_DUMPABLE), Operand.number(1));
    }
  }

  static void hide(ProgramBuilder b) {
    b.always("be closed to debuggers");
    b.call(SyscallNumber.PRCTL, b.flags(PrctlOption.PR_SET_DUMPABLE), Operand.number(0));
  }

  /** The engine learns init's pid from the kernel, and nobody else learns anything. */
  void presentInit() {
    present(b);
  }

  /** The same, for any process of a container. */
  static void present(ProgramBuilder b) {
    b.always("take a name that people recognise, and a session of its own");
    b.call(
        SyscallNumber.PRCTL, b.flags(PrctlOption.PR_SET_NAME), Operand.string(Conversation.INIT));
    b.call(SyscallNumber.SETSID);
    b.always("tell the engine that there is a process");
    tell(b, Conversation.CREATED);
  }

  /** The engine has put the process on record, and in the groups that it can't enter by itself. */
  static void awaitPlacement(ProgramBuilder b) {
    b.source(new Source("/linux/cgroupsPath", "wait to be put in the cgroup"));
    await(b);
  }

  /** Its root is the cgroup in which init is by now. */
  void createCgroupNamespace() {
    if (namespaces.creates(NamespaceType.CGROUP)) {
      b.source(new Source(POINTER, "create the cgroup namespace"));
      b.call(SyscallNumber.UNSHARE, b.flags(CloneFlag.CLONE_NEWCGROUP));
    }
  }

  /** A new network namespace has a loopback device that is down. */
  void raiseLoopback() {
    if (!namespaces.creates(NamespaceType.NETWORK)) {
      return;
    }
    b.source(new Source(POINTER, "switch the loopback device on"));
    b.into(Register.FILE)
        .call(
            SyscallNumber.SOCKET,
            b.flags(AddressFamily.AF_INET),
            b.flags(SocketType.SOCK_DGRAM, SocketType.SOCK_CLOEXEC),
            Operand.number(0));
    b.call(
        SyscallNumber.IOCTL,
        Operand.value(Register.FILE),
        Operand.named(SIOCSIFFLAGS, "SIOCSIFFLAGS"),
        Structs.interfaceFlags("lo", IFF_UP | IFF_RUNNING, "{lo, IFF_UP|IFF_RUNNING}"));
    b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
  }

  /** Says one byte to the engine. */
  static void tell(ProgramBuilder b, char message) {
    b.mustBe(1)
        .call(
            SyscallNumber.WRITE,
            b.slot(Slots.ENGINE),
            Operand.string(String.valueOf(message)),
            Operand.number(1));
  }

  /** Waits for the engine's answer; an engine that is gone ends the program. */
  static void await(ProgramBuilder b) {
    await(b, b.slot(Slots.ENGINE));
  }

  static void await(ProgramBuilder b, Operand connection) {
    b.mustBe(1)
        .call(
            SyscallNumber.READ,
            connection,
            ReportPage.at(ReportPage.MESSAGE, "message"),
            Operand.number(1));
  }
}
