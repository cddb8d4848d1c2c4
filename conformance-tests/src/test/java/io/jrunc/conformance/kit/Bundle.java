package io.jrunc.conformance.kit;

import java.nio.file.Path;

/** A bundle's folder; {@link Sandbox#bundle} makes one with busybox as its root file system. */
public record Bundle(Path folder) {

  public Path rootfs() {
    return folder.resolve("rootfs");
  }

  public Path configFile() {
    return folder.resolve("config.json");
  }

  /** Writes config.json anew. */
  public Bundle write(Config config) {
    HostFiles.write(configFile(), config.toJson());
    return this;
  }

  /** Copies a program to a path below the root. */
  public Path addProgram(Path program, String path) {
    return HostFiles.mode(HostFiles.copy(program, rootfs().resolve(path)), "0755");
  }

  public Config config() {
    return Config.parse(HostFiles.read(configFile()));
  }
}
