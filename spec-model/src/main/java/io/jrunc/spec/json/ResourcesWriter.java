package io.jrunc.spec.json;

import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.HugepageLimit;
import io.jrunc.spec.linux.InterfacePriority;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Rdma;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.linux.ThrottleDevice;
import io.jrunc.spec.linux.WeightDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes {@code linux.resources}. */
final class ResourcesWriter {
  private ResourcesWriter() {}

  static JsonMembers resources(Resources resources) {
    return new JsonMembers()
        .objects("devices", deviceRules(resources.devices()))
        .objectIfAny("memory", memory(resources.memory()))
        .objectIfAny("cpu", cpu(resources.cpu()))
        .objectIfAny("pids", new JsonMembers().value("limit", resources.pids().limit()))
        .objectIfAny("blockIO", blockIo(resources.blockIo()))
        .objects("hugepageLimits", hugepageLimits(resources.hugepageLimits()))
        .objectIfAny("network", network(resources.network()))
        .objectIfAny("rdma", rdma(resources.rdma()))
        .map("unified", resources.unified());
  }

  private static List<JsonMembers> deviceRules(List<DeviceRule> rules) {
    List<JsonMembers> written = new ArrayList<>();
    for (DeviceRule rule : rules) {
      written.add(
          new JsonMembers()
              .value("allow", rule.allow())
              .word("type", rule.type() == DeviceRuleType.ALL ? null : rule.type())
              .value("major", rule.major())
              .value("minor", rule.minor())
              .value("access", rule.access()));
    }
    return written;
  }

  private static JsonMembers memory(Memory memory) {
    return new JsonMembers()
        .value("limit", memory.limit())
        .value("reservation", memory.reservation())
        .value("swap", memory.swap())
        .value("kernel", memory.kernel())
        .value("kernelTCP", memory.kernelTcp())
        .uint64("swappiness", memory.swappiness())
        .value("disableOOMKiller", memory.disableOomKiller())
        .value("useHierarchy", memory.useHierarchy())
        .flag("checkBeforeUpdate", memory.checkBeforeUpdate());
  }

  private static JsonMembers cpu(Cpu cpu) {
    return new JsonMembers()
        .uint64("shares", cpu.shares())
        .value("quota", cpu.quota())
        .uint64("burst", cpu.burst())
        .uint64("period", cpu.period())
        .value("realtimeRuntime", cpu.realtimeRuntime())
        .uint64("realtimePeriod", cpu.realtimePeriod())
        .value("cpus", cpu.cpus())
        .value("mems", cpu.mems())
        .value("idle", cpu.idle());
  }

  private static JsonMembers blockIo(BlockIo blockIo) {
    return new JsonMembers()
        .value("weight", blockIo.weight())
        .value("leafWeight", blockIo.leafWeight())
        .objects("weightDevice", weightDevices(blockIo.weightDevice()))
        .objects("throttleReadBpsDevice", throttleDevices(blockIo.throttleReadBpsDevice()))
        .objects("throttleWriteBpsDevice", throttleDevices(blockIo.throttleWriteBpsDevice()))
        .objects("throttleReadIOPSDevice", throttleDevices(blockIo.throttleReadIopsDevice()))
        .objects("throttleWriteIOPSDevice", throttleDevices(blockIo.throttleWriteIopsDevice()));
  }

  private static List<JsonMembers> weightDevices(List<WeightDevice> devices) {
    List<JsonMembers> written = new ArrayList<>();
    for (WeightDevice device : devices) {
      written.add(
          new JsonMembers()
              .value("major", device.major())
              .value("minor", device.minor())
              .value("weight", device.weight())
              .value("leafWeight", device.leafWeight()));
    }
    return written;
  }

  private static List<JsonMembers> throttleDevices(List<ThrottleDevice> devices) {
    List<JsonMembers> written = new ArrayList<>();
    for (ThrottleDevice device : devices) {
      written.add(
          new JsonMembers()
              .value("major", device.major())
              .value("minor", device.minor())
              .uint64("rate", device.rate()));
    }
    return written;
  }

  private static List<JsonMembers> hugepageLimits(List<HugepageLimit> limits) {
    List<JsonMembers> written = new ArrayList<>();
    for (HugepageLimit limit : limits) {
      written.add(
          new JsonMembers().value("pageSize", limit.pageSize()).uint64("limit", limit.limit()));
    }
    return written;
  }

  private static JsonMembers network(Network network) {
    List<JsonMembers> priorities = new ArrayList<>();
    for (InterfacePriority priority : network.priorities()) {
      priorities.add(
          new JsonMembers().value("name", priority.name()).value("priority", priority.priority()));
    }
    return new JsonMembers().value("classID", network.classId()).objects("priorities", priorities);
  }

  private static JsonMembers rdma(Map<String, Rdma> devices) {
    JsonMembers written = new JsonMembers();
    for (Map.Entry<String, Rdma> device : devices.entrySet()) {
      written.object(
          device.getKey(),
          new JsonMembers()
              .value("hcaHandles", device.getValue().hcaHandles())
              .value("hcaObjects", device.getValue().hcaObjects()));
    }
    return written;
  }
}
