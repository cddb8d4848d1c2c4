package io.jrunc.cgroup;

import io.jrunc.spec.linux.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds limits that no host can keep, by imagining hosts that have everything; does no I/O. */
public final class LimitCheck {
  private static final List<String> V1 =
      List.of("memory", "cpu", "cpuset", "pids", "blkio", "hugetlb", "net_cls", "net_prio", "rdma");
  private static final List<String> V2 =
      List.of(Controllers.CORE, "memory", "cpu", "cpuset", "pids", "io", "hugetlb", "rdma");

  private LimitCheck() {}

  /** What is wrong, the first of each controller's limits; empty if some host could keep all. */
  public static List<CgroupException> problems(Resources asked) {
    List<CgroupException> problems = new ArrayList<>();
    Resources none = Resources.none();
    addUnlessKept(none.withMemory(asked.memory()), problems);
    addUnlessKept(none.withCpu(asked.cpu()), problems);
    addUnlessKept(none.withPids(asked.pids()), problems);
    addUnlessKept(none.withBlockIo(asked.blockIo()), problems);
    addUnlessKept(none.withHugepageLimits(asked.hugepageLimits()), problems);
    addUnlessKept(none.withNetwork(asked.network()), problems);
    addUnlessKept(none.withRdma(asked.rdma()), problems);
    addUnified(asked.unified(), problems);
    addDevices(asked, problems);
    return problems;
  }

  /** Version 1 has all of these limits, so that its reason says most. */
  private static void addUnlessKept(Resources part, List<CgroupException> problems) {
    Optional<CgroupException> reason = refusal(part, host(CgroupVersion.V1, V1));
    if (reason.isPresent() && refusal(part, host(CgroupVersion.V2, V2)).isPresent()) {
      problems.add(reason.get());
    }
  }

  private static void addUnified(Map<String, String> files, List<CgroupException> problems) {
    for (Map.Entry<String, String> file : files.entrySet()) {
      String controller = file.getKey().split("\\.", 2)[0]; // also one that we have not heard of
      Resources part = Resources.none().withUnified(Map.of(file.getKey(), file.getValue()));
      refusal(part, host(CgroupVersion.V2, List.of(controller))).ifPresent(problems::add);
    }
  }

  private static void addDevices(Resources asked, List<CgroupException> problems) {
    try {
      new DeviceRules(asked.devices());
    } catch (CgroupException e) {
      problems.add(e);
    }
  }

  private static Optional<CgroupException> refusal(Resources part, Controllers host) {
    try {
      ResourceRules.limits(part, host, PresentLimits.ofNewGroup());
      return Optional.empty();
    } catch (CgroupException e) {
      return Optional.of(e);
    }
  }

  private static Controllers host(CgroupVersion version, List<String> controllers) {
    Map<String, CgroupVersion> versions = new HashMap<>();
    for (String controller : controllers) {
      versions.put(controller, version);
    }
    return new Controllers(versions, version == CgroupVersion.V2);
  }
}
