package io.jrunc.spec.json;

import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.HugepageLimit;
import io.jrunc.spec.linux.InterfacePriority;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Rdma;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.linux.ThrottleDevice;
import io.jrunc.spec.linux.WeightDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code linux.resources}. */
final class ResourcesReader {
  private static final int MAX_UINT16 = 0xffff;

  private ResourcesReader() {}

  static Resources resources(JsonObject resources) {
    return new Resources(
        deviceRules(resources),
        memory(resources.objectOrEmpty("memory")),
        cpu(resources.objectOrEmpty("cpu")),
        new Pids(resources.objectOrEmpty("pids").int64("limit")),
        blockIo(resources.objectOrEmpty("blockIO")),
        hugepageLimits(resources),
        network(resources.objectOrEmpty("network")),
        rdma(resources),
        resources.textMap("unified"));
  }

  private static List<DeviceRule> deviceRules(JsonObject resources) {
    List<DeviceRule> rules = new ArrayList<>();
    for (JsonObject rule : resources.objects("devices")) {
      DeviceRuleType type = rule.word("type", DeviceRuleType.values());
      rules.add(
          new DeviceRule(
              rule.requiredFlag("allow"),
              type == null ? DeviceRuleType.ALL : type,
              rule.number("major", -1, Integer.MAX_VALUE),
              rule.number("minor", -1, Integer.MAX_VALUE),
              rule.text("access")));
    }
    return rules;
  }

  private static Memory memory(JsonObject memory) {
    return new Memory(
        memory.int64("limit"),
        memory.int64("reservation"),
        memory.int64("swap"),
        memory.int64("kernel"),
        memory.int64("kernelTCP"),
        memory.uint64("swappiness"),
        memory.optionalFlag("disableOOMKiller"),
        memory.optionalFlag("useHierarchy"),
        memory.flag("checkBeforeUpdate"));
  }

  private static Cpu cpu(JsonObject cpu) {
    return new Cpu(
        cpu.uint64("shares"),
        cpu.int64("quota"),
        cpu.uint64("burst"),
        cpu.uint64("period"),
        cpu.int64("realtimeRuntime"),
        cpu.uint64("realtimePeriod"),
        cpu.text("cpus"),
        cpu.text("mems"),
        cpu.int64("idle"));
  }

  private static BlockIo blockIo(JsonObject blockIo) {
    return new BlockIo(
        blockIo.smallNumber("weight", 0, MAX_UINT16),
        blockIo.smallNumber("leafWeight", 0, MAX_UINT16),
        weightDevices(blockIo),
        throttleDevices(blockIo, "throttleReadBpsDevice"),
        throttleDevices(blockIo, "throttleWriteBpsDevice"),
        throttleDevices(blockIo, "throttleReadIOPSDevice"),
        throttleDevices(blockIo, "throttleWriteIOPSDevice"));
  }

  private static List<WeightDevice> weightDevices(JsonObject blockIo) {
    List<WeightDevice> devices = new ArrayList<>();
    for (JsonObject device : blockIo.objects("weightDevice")) {
      devices.add(
          new WeightDevice(
              device.requiredUint32("major"),
              device.requiredUint32("minor"),
              device.smallNumber("weight", 0, MAX_UINT16),
              device.smallNumber("leafWeight", 0, MAX_UINT16)));
    }
    return devices;
  }

  private static List<ThrottleDevice> throttleDevices(JsonObject blockIo, String name) {
    List<ThrottleDevice> devices = new ArrayList<>();
    for (JsonObject device : blockIo.objects(name)) {
      devices.add(
          new ThrottleDevice(
              device.requiredUint32("major"),
              device.requiredUint32("minor"),
              device.requiredUint64("rate")));
    }
    return devices;
  }

  private static List<HugepageLimit> hugepageLimits(JsonObject resources) {
    List<HugepageLimit> limits = new ArrayList<>();
    for (JsonObject limit : resources.objects("hugepageLimits")) {
      limits.add(new HugepageLimit(limit.requiredText("pageSize"), limit.requiredUint64("limit")));
    }
    return limits;
  }

  private static Network network(JsonObject network) {
    List<InterfacePriority> priorities = new ArrayList<>();
    for (JsonObject priority : network.objects("priorities")) {
      priorities.add(
          new InterfacePriority(
              priority.requiredText("name"), priority.requiredUint32("priority")));
    }
    return new Network(network.uint32("classID"), priorities);
  }

  private static Map<String, Rdma> rdma(JsonObject resources) {
    Map<String, Rdma> devices = new LinkedHashMap<>();
    for (Map.Entry<String, JsonObject> device : resources.objectMap("rdma").entrySet()) {
      devices.put(
          device.getKey(),
          new Rdma(device.getValue().uint32("hcaHandles"), device.getValue().uint32("hcaObjects")));
    }
    return devices;
  }
}
