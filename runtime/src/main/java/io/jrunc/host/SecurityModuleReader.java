package io.jrunc.host;

import io.jrunc.plan.SecurityModules;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for the security modules that a process asks for, and for none else. */
final class SecurityModuleReader {
  private final Path sys;
  private final ProcFiles proc;

  /**
   * A reader.
   *
   * @param sys where sysfs is mounted
   */
  SecurityModuleReader(Path sys, ProcFiles proc) {
    this.sys = sys;
    this.proc = proc;
  }

  SecurityModules read(Spec spec) {
    SecurityModules ofProcess = read(spec.process());
    return spec.linux().mountLabel() == null
        ? ofProcess
        : new SecurityModules(ofProcess.apparmor(), hasSelinux());
  }

  SecurityModules read(@Nullable Process process) {
    if (process == null) {
      return SecurityModules.NONE;
    }
    if (process.apparmorProfile() == null && process.selinuxLabel() == null) {
      return SecurityModules.NONE;
    }
    return new SecurityModules(
        process.apparmorProfile() != null && hasApparmor(),
        process.selinuxLabel() != null && hasSelinux());
  }

  /** The parameter is there when the kernel was built with it, and Y when it was booted with it. */
  private boolean hasApparmor() {
    try {
      return Files.readString(sys.resolve("module/apparmor/parameters/enabled")).startsWith("Y");
    } catch (IOException e) {
      return false;
    }
  }

  /** Its file system exists only where it was booted with it, mounted or not. */
  private boolean hasSelinux() {
    return proc.lines("filesystems").contains("nodev\tselinuxfs");
  }
}
