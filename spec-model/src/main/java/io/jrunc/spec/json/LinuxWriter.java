package io.jrunc.spec.json;

import io.jrunc.spec.linux.Clock;
import io.jrunc.spec.linux.Device;
import io.jrunc.spec.linux.DeviceType;
import io.jrunc.spec.linux.IntelRdt;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.MemoryPolicy;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NetDevice;
import io.jrunc.spec.linux.Personality;
import io.jrunc.spec.linux.TimeOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code linux}. */
final class LinuxWriter {
  private LinuxWriter() {}

  static JsonMembers linux(Linux linux) {
    return new JsonMembers()
        .objects("uidMappings", SpecWriter.idMappings(linux.uidMappings()))
        .objects("gidMappings", SpecWriter.idMappings(linux.gidMappings()))
        .map("sysctl", linux.sysctl())
        .objectIfAny("resources", ResourcesWriter.resources(linux.resources()))
        .value("cgroupsPath", linux.cgroupsPath())
        .objects("namespaces", namespaces(linux.namespaces()))
        .objects("devices", devices(linux.devices()))
        .objectIfAny("netDevices", netDevices(linux.netDevices()))
        .object("seccomp", SeccompWriter.seccomp(linux.seccomp()))
        .value("rootfsPropagation", linux.rootfsPropagation())
        .values("maskedPaths", linux.maskedPaths())
        .values("readonlyPaths", linux.readonlyPaths())
        .value("mountLabel", linux.mountLabel())
        .object("intelRdt", intelRdt(linux.intelRdt()))
        .object("memoryPolicy", memoryPolicy(linux.memoryPolicy()))
        .object("personality", personality(linux.personality()))
        .objectIfAny("timeOffsets", timeOffsets(linux.timeOffsets()));
  }

  private static List<JsonMembers> namespaces(List<Namespace> namespaces) {
    List<JsonMembers> written = new ArrayList<>();
    for (Namespace namespace : namespaces) {
      written.add(new JsonMembers().word("type", namespace.type()).value("path", namespace.path()));
    }
    return written;
  }

  private static List<JsonMembers> devices(List<Device> devices) {
    List<JsonMembers> written = new ArrayList<>();
    for (Device device : devices) {
      JsonMembers members =
          new JsonMembers().word("type", device.type()).value("path", device.path());
      if (device.type() != DeviceType.FIFO) {
        members.value("major", device.major()).value("minor", device.minor());
      }
      written.add(
          members
              .value("fileMode", device.fileMode())
              .value("uid", device.uid())
              .value("gid", device.gid()));
    }
    return written;
  }

  private static JsonMembers netDevices(Map<String, NetDevice> devices) {
    JsonMembers written = new JsonMembers();
    for (Map.Entry<String, NetDevice> device : devices.entrySet()) {
      written.object(device.getKey(), new JsonMembers().value("name", device.getValue().name()));
    }
    return written;
  }

  private static @Nullable JsonMembers intelRdt(@Nullable IntelRdt rdt) {
    return rdt == null
        ? null
        : new JsonMembers()
            .value("closID", rdt.closId())
            .values("schemata", rdt.schemata())
            .value("l3CacheSchema", rdt.l3CacheSchema())
            .value("memBwSchema", rdt.memBwSchema())
            .flag("enableMonitoring", rdt.enableMonitoring());
  }

  private static @Nullable JsonMembers memoryPolicy(@Nullable MemoryPolicy policy) {
    return policy == null
        ? null
        : new JsonMembers()
            .word("mode", policy.mode())
            .value("nodes", policy.nodes())
            .words("flags", policy.flags());
  }

  private static @Nullable JsonMembers personality(@Nullable Personality personality) {
    return personality == null
        ? null
        : new JsonMembers()
            .word("domain", personality.domain())
            .values("flags", personality.flags());
  }

  private static JsonMembers timeOffsets(Map<Clock, TimeOffset> offsets) {
    JsonMembers written = new JsonMembers();
    for (Map.Entry<Clock, TimeOffset> offset : offsets.entrySet()) {
      written.object(
          offset.getKey().word(),
          new JsonMembers()
              .value("secs", offset.getValue().secs())
              .value("nanosecs", offset.getValue().nanosecs()));
    }
    return written;
  }
}
