package io.jrunc.spec.json;

import io.jrunc.spec.linux.Clock;
import io.jrunc.spec.linux.Device;
import io.jrunc.spec.linux.DeviceType;
import io.jrunc.spec.linux.IntelRdt;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.MemoryPolicy;
import io.jrunc.spec.linux.MemoryPolicyFlag;
import io.jrunc.spec.linux.MemoryPolicyMode;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.NetDevice;
import io.jrunc.spec.linux.Personality;
import io.jrunc.spec.linux.PersonalityDomain;
import io.jrunc.spec.linux.TimeOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code linux}. */
final class LinuxReader {
  private static final long NANOSECONDS = 1_000_000_000;

  private LinuxReader() {}

  static Linux linux(JsonObject linux) {
    JsonObject intelRdt = linux.object("intelRdt");
    JsonObject memoryPolicy = linux.object("memoryPolicy");
    JsonObject seccomp = linux.object("seccomp");
    JsonObject personality = linux.object("personality");
    return new Linux(
        namespaces(linux),
        SpecReader.idMappings(linux, "uidMappings"),
        SpecReader.idMappings(linux, "gidMappings"),
        timeOffsets(linux),
        devices(linux),
        netDevices(linux),
        linux.text("cgroupsPath"),
        ResourcesReader.resources(linux.objectOrEmpty("resources")),
        intelRdt == null ? null : intelRdt(intelRdt),
        memoryPolicy == null ? null : memoryPolicy(memoryPolicy),
        linux.textMap("sysctl"),
        seccomp == null ? null : SeccompReader.seccomp(seccomp),
        linux.text("rootfsPropagation"),
        linux.texts("maskedPaths"),
        linux.texts("readonlyPaths"),
        linux.text("mountLabel"),
        personality == null ? null : personality(personality));
  }

  private static List<Namespace> namespaces(JsonObject linux) {
    List<Namespace> namespaces = new ArrayList<>();
    for (JsonObject namespace : linux.objects("namespaces")) {
      namespaces.add(
          new Namespace(
              namespace.requiredWord("type", NamespaceType.values()), namespace.text("path")));
    }
    return namespaces;
  }

  private static Map<Clock, TimeOffset> timeOffsets(JsonObject linux) {
    Map<Clock, TimeOffset> offsets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonObject> clock : linux.objectMap("timeOffsets").entrySet()) {
      JsonObject offset = clock.getValue();
      offsets.put(
          linux.nameAsWord("timeOffsets", clock.getKey(), Clock.values()),
          new TimeOffset(
              offset.numberOr("secs", 0, Long.MIN_VALUE, Long.MAX_VALUE),
              offset.numberOr("nanosecs", 0, 0, NANOSECONDS - 1)));
    }
    return offsets;
  }

  private static List<Device> devices(JsonObject linux) {
    List<Device> devices = new ArrayList<>();
    for (JsonObject device : linux.objects("devices")) {
      DeviceType type = device.requiredWord("type", DeviceType.values());
      boolean numbered = type != DeviceType.FIFO;
      devices.add(
          new Device(
              type,
              device.requiredText("path"),
              numbered ? device.requiredUint32("major") : 0,
              numbered ? device.requiredUint32("minor") : 0,
              device.uint32("fileMode"),
              device.uint32("uid"),
              device.uint32("gid")));
    }
    return devices;
  }

  private static Map<String, NetDevice> netDevices(JsonObject linux) {
    Map<String, NetDevice> devices = new LinkedHashMap<>();
    for (Map.Entry<String, JsonObject> device : linux.objectMap("netDevices").entrySet()) {
      devices.put(device.getKey(), new NetDevice(device.getValue().text("name")));
    }
    return devices;
  }

  private static IntelRdt intelRdt(JsonObject rdt) {
    return new IntelRdt(
        rdt.text("closID"),
        rdt.texts("schemata"),
        rdt.text("l3CacheSchema"),
        rdt.text("memBwSchema"),
        rdt.flag("enableMonitoring"));
  }

  private static MemoryPolicy memoryPolicy(JsonObject policy) {
    return new MemoryPolicy(
        policy.requiredWord("mode", MemoryPolicyMode.values()),
        policy.text("nodes"),
        policy.words("flags", MemoryPolicyFlag.values()));
  }

  private static Personality personality(JsonObject personality) {
    return new Personality(
        personality.requiredWord("domain", PersonalityDomain.values()), personality.texts("flags"));
  }
}
