package io.jrunc.plan;

import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.HugepageLimit;
import io.jrunc.spec.linux.InterfacePriority;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.linux.ThrottleDevice;
import io.jrunc.spec.linux.WeightDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New limits for a container that has some: what is absent, and a 0 that means it, stays. */
public final class ResourceChange {

  private ResourceChange() {}

  /**
   * The new limits, with those old ones that can't be kept apart from them: memory and swap
   * together, of which version 2 keeps the difference; quota and period, which are one value there;
   * whether usage is to be looked at. Without the device rules if they are the old ones: callers
   * pass them on with all they have, and others may have allowed more devices since.
   *
   * @param kept the limits of the container
   * @param asked the new ones
   */
  public static Resources complete(Resources kept, Resources asked) {
    Cpu cpu = asked.cpu();
    boolean bandwidth = isSet(cpu.quota()) || isSet(cpu.period());
    return new Resources(
        asked.devices().equals(kept.devices()) ? List.of() : asked.devices(),
        completeMemory(kept.memory(), asked.memory()),
        bandwidth ? withBandwidth(kept.cpu(), cpu) : cpu,
        asked.pids(),
        asked.blockIo(),
        asked.hugepageLimits(),
        asked.network(),
        asked.rdma(),
        asked.unified());
  }

  private static Memory completeMemory(Memory kept, Memory asked) {
    boolean keepsTotal = isLimit(asked.limit()) && !isSet(asked.swap()) && isLimit(kept.swap());
    return new Memory(
        asked.limit(),
        asked.reservation(),
        keepsTotal ? kept.swap() : asked.swap(),
        asked.kernel(),
        asked.kernelTcp(),
        asked.swappiness(),
        asked.disableOomKiller(),
        asked.useHierarchy(),
        asked.checkBeforeUpdate() || kept.checkBeforeUpdate());
  }

  private static Cpu withBandwidth(Cpu kept, Cpu asked) {
    return new Cpu(
        asked.shares(),
        size(kept.quota(), asked.quota()),
        asked.burst(),
        size(kept.period(), asked.period()),
        asked.realtimeRuntime(),
        asked.realtimePeriod(),
        asked.cpus(),
        asked.mems(),
        asked.idle());
  }

  /**
   * What the container's limits are afterwards.
   *
   * @param kept the limits of the container
   * @param asked the new ones
   */
  public static Resources apply(Resources kept, Resources asked) {
    return new Resources(
        asked.devices().isEmpty() ? kept.devices() : asked.devices(),
        memory(kept.memory(), asked.memory()),
        cpu(kept.cpu(), asked.cpu()),
        new Pids(value(kept.pids().limit(), asked.pids().limit())),
        blockIo(kept.blockIo(), asked.blockIo()),
        hugepages(kept.hugepageLimits(), asked.hugepageLimits()),
        network(kept.network(), asked.network()),
        both(kept.rdma(), asked.rdma()),
        both(kept.unified(), asked.unified()));
  }

  /** Without a limit on memory there is none on swap either, unless that is named. */
  private static Memory memory(Memory kept, Memory asked) {
    Long limit = asked.limit();
    boolean dropsTotal = limit != null && limit == -1 && !isSet(asked.swap());
    Long swap = size(kept.swap(), asked.swap());
    return new Memory(
        size(kept.limit(), limit),
        size(kept.reservation(), asked.reservation()),
        dropsTotal && isSet(swap) ? Long.valueOf(-1) : swap,
        size(kept.kernel(), asked.kernel()),
        size(kept.kernelTcp(), asked.kernelTcp()),
        value(kept.swappiness(), asked.swappiness()),
        value(kept.disableOomKiller(), asked.disableOomKiller()),
        value(kept.useHierarchy(), asked.useHierarchy()),
        asked.checkBeforeUpdate() || kept.checkBeforeUpdate());
  }

  private static Cpu cpu(Cpu kept, Cpu asked) {
    return new Cpu(
        size(kept.shares(), asked.shares()),
        size(kept.quota(), asked.quota()),
        value(kept.burst(), asked.burst()),
        size(kept.period(), asked.period()),
        size(kept.realtimeRuntime(), asked.realtimeRuntime()),
        size(kept.realtimePeriod(), asked.realtimePeriod()),
        text(kept.cpus(), asked.cpus()),
        text(kept.mems(), asked.mems()),
        value(kept.idle(), asked.idle()));
  }

  private static BlockIo blockIo(BlockIo kept, BlockIo asked) {
    return new BlockIo(
        weight(kept.weight(), asked.weight()),
        weight(kept.leafWeight(), asked.leafWeight()),
        weights(kept.weightDevice(), asked.weightDevice()),
        rates(kept.throttleReadBpsDevice(), asked.throttleReadBpsDevice()),
        rates(kept.throttleWriteBpsDevice(), asked.throttleWriteBpsDevice()),
        rates(kept.throttleReadIopsDevice(), asked.throttleReadIopsDevice()),
        rates(kept.throttleWriteIopsDevice(), asked.throttleWriteIopsDevice()));
  }

  private static List<WeightDevice> weights(List<WeightDevice> kept, List<WeightDevice> asked) {
    Map<String, WeightDevice> devices = new LinkedHashMap<>();
    for (WeightDevice device : kept) {
      devices.put(device.major() + ":" + device.minor(), device);
    }
    for (WeightDevice device : asked) {
      String number = device.major() + ":" + device.minor();
      WeightDevice old = devices.getOrDefault(number, device);
      devices.put(
          number,
          new WeightDevice(
              device.major(),
              device.minor(),
              weight(old.weight(), device.weight()),
              weight(old.leafWeight(), device.leafWeight())));
    }
    return List.copyOf(devices.values());
  }

  private static List<ThrottleDevice> rates(List<ThrottleDevice> kept, List<ThrottleDevice> asked) {
    Map<String, ThrottleDevice> devices = new LinkedHashMap<>();
    for (ThrottleDevice device : joined(kept, asked)) {
      devices.put(device.major() + ":" + device.minor(), device);
    }
    return List.copyOf(devices.values());
  }

  private static List<HugepageLimit> hugepages(
      List<HugepageLimit> kept, List<HugepageLimit> asked) {
    Map<String, HugepageLimit> limits = new LinkedHashMap<>();
    for (HugepageLimit limit : joined(kept, asked)) {
      limits.put(limit.pageSize(), limit);
    }
    return List.copyOf(limits.values());
  }

  private static Network network(Network kept, Network asked) {
    Map<String, InterfacePriority> priorities = new LinkedHashMap<>();
    for (InterfacePriority priority : joined(kept.priorities(), asked.priorities())) {
      priorities.put(priority.name(), priority);
    }
    return new Network(value(kept.classId(), asked.classId()), List.copyOf(priorities.values()));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static <T> Map<String, T> both(Map<String, T> kept, Map<String, T> asked) {
    Map<String, T> all = new LinkedHashMap<>(kept);
    all.putAll(asked);
    return all;
  }

  private static <T> @Nullable T value(@Nullable T kept, @Nullable T asked) {
    return asked == null ? kept : asked;
  }

  /** Of a field whose 0 stands for absence. */
  private static @Nullable Long size(@Nullable Long kept, @Nullable Long asked) {
    return isSet(asked) ? asked : kept;
  }

  private static @Nullable Integer weight(@Nullable Integer kept, @Nullable Integer asked) {
    return asked == null || asked == 0 ? kept : asked;
  }

  private static @Nullable String text(@Nullable String kept, @Nullable String asked) {
    return asked == null || asked.isEmpty() ? kept : asked;
  }

  private static boolean isLimit(@Nullable Long size) {
    return size != null && size > 0;
  }

  private static boolean isSet(@Nullable Long size) {
    return size != null && size != 0;
  }
}
