package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Resources;
import io.jrunc.state.ContainerFolder;

/** What a container was made from, whatever has become of its bundle (runtime.md, Lifecycle). */
final class KeptConfig {
  private KeptConfig() {}

  /**
   * The config.json of the moment at which the container was made.
   *
   * @throws io.jrunc.state.StateException when it can't be read
   */
  static Spec read(ContainerFolder folder) {
    try {
      return SpecReader.read(folder.readConfig());
    } catch (InvalidSpecException e) {
      throw new OperationException("read", folder.config().toString(), e);
    }
  }

  /** The same configuration with other limits. */
  static Spec with(Spec spec, Resources resources) {
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
            linux.intelRdt(),
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
