package io.jrunc.host;

import io.jrunc.bundle.Bundle;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.Resource;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.Process;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@link HostFacts}. */
public final class HostReader {
  private static final Path SYS = Path.of("/sys");
  private static final String CORE_DUMP_FILTER = "self/coredump_filter";

  /** Those mapped privately, and those shared; see core(5). */
  private static final int MAPPED_FILES = 0x0c;

  private final Kernel kernel;
  private final ProcFiles proc;
  private final CallingProcess caller;
  private final Optional<KnownHost> known;

  /** A reader of the host that this process is on, for a caller on the same. */
  public HostReader(Kernel kernel, CallingProcess caller) {
    this(kernel, caller, Optional.empty());
  }

  /** The same for a process that may stay, and then knows most of it already. */
  public HostReader(Kernel kernel, CallingProcess caller, Optional<KnownHost> known) {
    this(kernel, ProcFiles.HOST, caller, known);
  }

  HostReader(Kernel kernel, ProcFiles proc, CallingProcess caller) {
    this(kernel, proc, caller, Optional.empty());
  }

  private HostReader(
      Kernel kernel, ProcFiles proc, CallingProcess caller, Optional<KnownHost> known) {
    this.kernel = kernel;
    this.proc = proc;
    this.caller = caller;
    this.known = known;
  }

  /**
   * What the plan of this bundle must know.
   *
   * @throws OperationException when /proc isn't the one of this process
   * @throws io.jrunc.plan.HostLacksException when a bind mount's source, or a namespace, is there
   *     and can't be read
   */
  public HostFacts read(Bundle bundle) {
    checkProc();
    OwnFacts own = own();
    ProcessStatus status = own.status();
    UserNamespace userNamespace = own.userNamespace();
    NamespaceReader namespaces = new NamespaceReader(kernel, proc);
    return new HostFacts(
        caller(status),
        status.effectiveUid(),
        status.effectiveGid(),
        userNamespace,
        userNamespace == UserNamespace.INITIAL || namespaces.ownsMounts(),
        capabilities(status, "CapBnd"),
        capabilities(status, "CapPrm"),
        own.lastCapability(),
        cgroups(status.effectiveUid()),
        BindSources.read(bundle),
        new MountTargets(kernel.files()).read(bundle),
        namespaces.read(bundle.spec().linux().namespaces()),
        new PasswdReader(kernel.files()).home(bundle),
        new SecurityModuleReader(SYS, proc).read(bundle.spec()));
  }

  /**
   * What the plan of one more program for a running container must know; the rest stays empty.
   *
   * @param init the container's first process, which must be held
   */
  public HostFacts readForExec(Pid init, Process process) {
    checkProc();
    OwnFacts own = own();
    ProcessStatus status = own.status();
    return new HostFacts(
        caller(status),
        status.effectiveUid(),
        status.effectiveGid(),
        own.userNamespace(),
        false, // nothing is mounted
        capabilities(status, "CapBnd"),
        capabilities(status, "CapPrm"),
        own.lastCapability(),
        new CgroupLayout(List.of()),
        Map.of(),
        Map.of(),
        Map.of(),
        new PasswdReader(kernel.files()).home("/proc/" + init + "/root", process),
        new SecurityModuleReader(SYS, proc).read(process));
  }

  /** What a process inherits from our caller. */
  public CallerFacts caller() {
    return caller(
        known.isPresent()
            ? known.get().own().status()
            : ProcessStatus.parse(proc.lines("self/status")));
  }

  private OwnFacts own() {
    return known.isPresent() ? known.get().own() : OwnFacts.read(proc);
  }

  private CallerFacts caller(ProcessStatus status) {
    CallerFacts facts = caller.facts(status, kernel.processes().getrlimit(Resource.RLIMIT_NOFILE));
    return caller.isOrdinaryJvm() && Files.exists(proc.path(CORE_DUMP_FILTER))
        ? facts.withCoreDumpFilter(ownCoreDumpFilter())
        : facts;
  }

  /** Without the file mappings, which a JVM adds for itself. */
  private int ownCoreDumpFilter() {
    int bits = Integer.parseInt(proc.lines(CORE_DUMP_FILTER).get(0), 16);
    return bits & ~MAPPED_FILES;
  }

  /** What we are told by another process's /proc, or by a file put in its place, isn't about us. */
  private void checkProc() {
    String pid = Long.toString(ProcessHandle.current().pid());
    if (!pid.equals(proc.link("self"))) {
      throw new OperationException(
          "read", proc.path("self").toString(), "the /proc of another pid namespace is mounted");
    }
  }

  private CgroupLayout cgroups(long effectiveUid) {
    List<String> own = proc.lines(caller.proc() + "/cgroup");
    MountedCgroups mounted = known.isPresent() ? known.get() : new MountedCgroups.Unknown(proc);
    return effectiveUid == 0
        ? CgroupLayoutReader.layout(mounted, own)
        : CgroupLayoutReader.layoutForUser(mounted, own);
  }

  private static long capabilities(ProcessStatus status, String field) {
    return Long.parseUnsignedLong(status.field(field).orElse("0"), 16);
  }
}
