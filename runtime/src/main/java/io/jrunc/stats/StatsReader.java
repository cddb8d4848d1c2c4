package io.jrunc.stats;

import io.jrunc.linux.TextFiles;
import io.jrunc.spec.stats.BlockIoStats;
import io.jrunc.spec.stats.CpuStats;
import io.jrunc.spec.stats.CpusetStats;
import io.jrunc.spec.stats.HugetlbStats;
import io.jrunc.spec.stats.MemoryStats;
import io.jrunc.spec.stats.PidsStats;
import io.jrunc.spec.stats.RdtStats;
import io.jrunc.spec.stats.Stats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads all that a container uses. */
public final class StatsReader {
  private final TextFiles files;
  private final InterfaceReader interfaces;

  /** Nothing is read yet. */
  public StatsReader(TextFiles files) {
    this(files, Path.of("/proc"));
  }

  StatsReader(TextFiles files, Path proc) {
    this.files = files;
    this.interfaces = new InterfaceReader(files, proc);
  }

  /**
   * What it uses now. Where the container has no group of a controller, that part is empty.
   *
   * @param groups of the container
   * @param rdt where it is in resctrl; empty if nowhere
   * @param pid of its first process
   * @throws StatsException if a file doesn't have the form that it should
   * @throws io.jrunc.error.KernelException if one can't be read
   */
  public Stats read(List<Group> groups, Optional<RdtPlace> rdt, int pid) {
    return new Stats(
        cpu(groups),
        cpuset(groups),
        memory(groups),
        pids(groups),
        blockIo(groups),
        hugetlb(groups),
        rdt(rdt),
        interfaces.read(pid));
  }

  private CpuStats cpu(List<Group> groups) {
    Optional<GroupFiles> cpuacct = v1(groups, "cpuacct");
    Optional<GroupFiles> cpu = v1(groups, "cpu");
    Optional<GroupFiles> v2 = v2(groups);
    boolean isV1 = cpuacct.isPresent() || cpu.isPresent() || v2.isEmpty();
    return isV1 ? CpuReader.v1(cpuacct, cpu) : CpuReader.v2(v2.get());
  }

  private CpusetStats cpuset(List<Group> groups) {
    Optional<GroupFiles> v1 = v1(groups, "cpuset");
    if (v1.isPresent()) {
      return CpusetReader.v1(v1.get());
    }
    Optional<GroupFiles> v2 = v2(groups);
    return v2.isPresent() ? CpusetReader.v2(v2.get()) : CpusetReader.none();
  }

  private MemoryStats memory(List<Group> groups) {
    Optional<GroupFiles> v1 = v1(groups, "memory");
    if (v1.isPresent()) {
      return MemoryReader.v1(v1.get());
    }
    Optional<GroupFiles> v2 = v2(groups);
    return v2.isPresent() ? MemoryReader.v2(v2.get()) : MemoryReader.none();
  }

  private PidsStats pids(List<Group> groups) {
    Optional<GroupFiles> v1 = v1(groups, "pids");
    Optional<GroupFiles> group = v1.isPresent() ? v1 : v2(groups);
    return group.isPresent() ? PidsReader.read(group.get()) : new PidsStats(0, 0);
  }

  private BlockIoStats blockIo(List<Group> groups) {
    Optional<GroupFiles> v1 = v1(groups, "blkio");
    if (v1.isPresent()) {
      return BlockIoReader.v1(v1.get());
    }
    Optional<GroupFiles> v2 = v2(groups);
    return v2.isPresent() ? BlockIoReader.v2(v2.get()) : BlockIoReader.none();
  }

  private SortedMap<String, HugetlbStats> hugetlb(List<Group> groups) {
    Optional<GroupFiles> v1 = v1(groups, "hugetlb");
    Optional<GroupFiles> group = v1.isPresent() ? v1 : v2(groups);
    return group.isPresent() ? HugetlbReader.read(group.get()) : new TreeMap<>();
  }

  private Optional<RdtStats> rdt(Optional<RdtPlace> place) {
    return place.isEmpty() ? Optional.empty() : Optional.of(new RdtReader(files).read(place.get()));
  }

  private Optional<GroupFiles> v1(List<Group> groups, String controller) {
    for (Group group : groups) {
      if (group.version() == 1 && group.controllers().contains(controller)) {
        return Optional.of(new GroupFiles(files, group.directory()));
      }
    }
    return Optional.empty();
  }

  /** Which of its files are there depends on the controllers that are turned on for it. */
  private Optional<GroupFiles> v2(List<Group> groups) {
    for (Group group : groups) {
      if (group.version() == 2) {
        return Optional.of(new GroupFiles(files, group.directory()));
      }
    }
    return Optional.empty();
  }
}
