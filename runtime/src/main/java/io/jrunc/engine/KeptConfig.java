package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.IntelRdt;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Resources;
import io.jrunc.state.ContainerFolder;
import org.jspecify.annotations.Nullable;

/** What a container was made from, whatever has become of its bundle (runtime.md, Lifecycle). */
final class KeptConfig {
  private KeptConfig() {}

  /**
   * The config.json of the moment at which the container was made.
   *
   * @throws io.jrunc.state.StateException when it can't be read
   */
  static Spec read(ContainerFolder folder) {
    return parse(folder, folder.readConfig());
  }

  /** The same for who has read what is in it. */
  static Spec parse(ContainerFolder folder, byte[] document) {
    try {
      return SpecReader.read(document);
    } catch (InvalidSpecException e) {
      throw new OperationException("read", folder.config().toString(), e);
    }
  }

  /** The same configuration with other limits. */
  static Spec with(Spec spec, Resources resources) {
    return with(spec, resources, spec.linux().intelRdt());
  }

  /** The same configuration with other shares of the processor; empty ones stay. */
  static Spec withShares(Spec spec, String l3CacheSchema, String memBwSchema) {
    IntelRdt before = spec.linux().intelRdt();
    if (before == null) {
      return spec;
    }
    IntelRdt changed =
        new IntelRdt(
            before.closId(),
            before.schemata(),
            l3CacheSchema.isEmpty() ? before.l3CacheSchema() : l3CacheSchema,
            memBwSchema.isEmpty() ? before.memBwSchema() : memBwSchema,
            before.enableMonitoring());
    return with(spec, spec.linux().resources(), changed);
  }

  private static Spec with(Spec spec, Resources resources, @Nullable IntelRdt intelRdt) {
    Linux linux = spec.linux();
    return new Spec(
        spec.ociVersion(),
        spec.root(),
        spec.mounts(),
        spec.process(),
        spec.hostname(),
        spec.domainname(),
        spec.hooks(),
        spec.annotations(),
        new Linux(
            linux.namespaces(),
            linux.uidMappings(),
            linux.gidMappings(),
            linux.timeOffsets(),
            linux.devices(),
            linux.netDevices(),
            linux.cgroupsPath(),
            resources,
            intelRdt,
            linux.memoryPolicy(),
            linux.sysctl(),
            linux.seccomp(),
            linux.rootfsPropagation(),
            linux.maskedPaths(),
            linux.readonlyPaths(),
            linux.mountLabel(),
            linux.personality()));
  }
}
