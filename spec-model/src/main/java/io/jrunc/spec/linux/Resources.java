package io.jrunc.spec.linux;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits of the cgroup of the container, by controller.
 *
 * @param devices allow and deny rules, a later one wins
 * @param memory the memory controller
 * @param cpu the cpu and cpuset controllers
 * @param pids the pids controller
 * @param blockIo the blkio or io controller ("blockIO" in JSON)
 * @param hugepageLimits the hugetlb controller, by page size
 * @param network the net_cls and net_prio controllers
 * @param rdma the rdma controller, by device
 * @param unified cgroup v2 only: file name to value, written as they are
 */
public record Resources(
    List<DeviceRule> devices,
    Memory memory,
    Cpu cpu,
    Pids pids,
    BlockIo blockIo,
    List<HugepageLimit> hugepageLimits,
    Network network,
    Map<String, Rdma> rdma,
    Map<String, String> unified) {

  /** Copies the collections. */
  public Resources {
    devices = List.copyOf(devices);
    hugepageLimits = List.copyOf(hugepageLimits);
    rdma = Collections.unmodifiableMap(new LinkedHashMap<>(rdma));
    unified = Collections.unmodifiableMap(new LinkedHashMap<>(unified));
  }

  /** The same with other limits of memory. */
  public Resources withMemory(Memory other) {
    return new Resources(
        devices, other, cpu, pids, blockIo, hugepageLimits, network, rdma, unified);
  }

  /** The same with other limits of processors. */
  public Resources withCpu(Cpu other) {
    return new Resources(
        devices, memory, other, pids, blockIo, hugepageLimits, network, rdma, unified);
  }

  /** The same with another limit of processes. */
  public Resources withPids(Pids other) {
    return new Resources(
        devices, memory, cpu, other, blockIo, hugepageLimits, network, rdma, unified);
  }

  /** The same with other limits of disks. */
  public Resources withBlockIo(BlockIo other) {
    return new Resources(devices, memory, cpu, pids, other, hugepageLimits, network, rdma, unified);
  }

  /** The same with other limits of huge pages. */
  public Resources withHugepageLimits(List<HugepageLimit> other) {
    return new Resources(devices, memory, cpu, pids, blockIo, other, network, rdma, unified);
  }

  /** The same with other marks of packets. */
  public Resources withNetwork(Network other) {
    return new Resources(devices, memory, cpu, pids, blockIo, hugepageLimits, other, rdma, unified);
  }

  /** The same with other limits of remote memory. */
  public Resources withRdma(Map<String, Rdma> other) {
    return new Resources(
        devices, memory, cpu, pids, blockIo, hugepageLimits, network, other, unified);
  }

  /** The same with other files of version 2. */
  public Resources withUnified(Map<String, String> other) {
    return new Resources(devices, memory, cpu, pids, blockIo, hugepageLimits, network, rdma, other);
  }

  /** No limit at all. */
  public static Resources none() {
    return new Resources(
        List.of(),
        Memory.none(),
        Cpu.none(),
        Pids.none(),
        BlockIo.none(),
        List.of(),
        Network.none(),
        Map.of(),
        Map.of());
  }
}
