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
import org.jspecify.annotations.Nullable;

/** Reads {@code linux.resources}. */
final class ResourcesReader {
  private static final int MAX_WEIGHT = 1000;

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
              rule.number("major", -1, 0xffff_ffffL),
              rule.number("minor", -1, 0xffff_ffffL),
              rule.text("access")));
    }
    return rules;
  }

  private static Memory memory(JsonObject memory) {
    return new Memory(
        bytesOrUnlimited(memory, "limit"),
        bytesOrUnlimited(memory, "reservation"),
        bytesOrUnlimited(memory, "swap"),
        bytesOrUnlimited(memory, "kernel"),
        bytesOrUnlimited(memory, "kernelTCP"),
        memory.number("swappiness", 0, 100),
        memory.optionalFlag("disableOOMKiller"),
        memory.optionalFlag("useHierarchy"),
        memory.flag("checkBeforeUpdate"));
  }

  private static @Nullable Long bytesOrUnlimited(JsonObject memory, String name) {
    return memory.number(name, -1, Long.MAX_VALUE);
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
        cpu.number("idle", 0, 1));
  }

  private static BlockIo blockIo(JsonObject blockIo) {
    return new BlockIo(
        blockIo.smallNumber("weight", 0, MAX_WEIGHT),
        blockIo.smallNumber("leafWeight", 0, MAX_WEIGHT),
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
              device.smallNumber("weight", 0, MAX_WEIGHT),
              device.smallNumber("leafWeight", 0, MAX_WEIGHT)));
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
