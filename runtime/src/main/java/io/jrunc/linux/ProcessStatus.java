package io.jrunc.linux;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What /proc/PID/status tells about a process, see proc_pid_status(5); read without a system call
 * of our own, so it costs no JNA.
 */
public final class ProcessStatus {

  private final Map<String, String> fields;

  private ProcessStatus(Map<String, String> fields) {
    this.fields = fields;
  }

  /** Parses the lines of the file. */
  public static ProcessStatus parse(List<String> lines) {
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return new ProcessStatus(fields);
  }

  /** Reads that of this process. */
  public static ProcessStatus self() {
    return read(Path.of("/proc/self/status"));
  }

  /** Reads that of another process; ENOENT if there is none. */
  public static ProcessStatus of(Pid pid) {
    return read(Path.of("/proc/" + pid + "/status"));
  }

  /** The effective user. */
  public long effectiveUid() {
    return Long.parseLong(words("Uid")[1]);
  }

  /** The effective group. */
  public long effectiveGid() {
    return Long.parseLong(words("Gid")[1]);
  }

  /** The signals that its main thread blocks. */
  public SignalSet blocked() {
    return signals("SigBlk");
  }

  /** The signals that it ignores. */
  public SignalSet ignored() {
    return signals("SigIgn");
  }

  /** The bits of the effective capabilities, see {@link io.jrunc.linux.abi.Capability#bit}. */
  public long effectiveCapabilities() {
    return Long.parseUnsignedLong(required("CapEff"), 16);
  }

  /** Any field, as the kernel wrote it. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private SignalSet signals(String name) {
    return new SignalSet(Long.parseUnsignedLong(required(name), 16));
  }

  private String[] words(String name) {
    return required(name).split("\t", -1);
  }

  private String required(String name) {
    return field(name)
        .orElseThrow(
            () -> new OperationException("read", "/proc/PID/status", "there is no line " + name));
  }

  private static ProcessStatus read(Path file) {
    try {
      return parse(SmallFile.lines(file));
    } catch (IOException e) {
      return readAgain(file);
    }
  }

  /** For the reason, which the cheap way doesn't tell. */
  private static ProcessStatus readAgain(Path file) {
    try {
      return parse(Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      throw new KernelException("open", file.toString(), Errno.ENOENT);
    } catch (IOException e) {
      throw new OperationException("read", file.toString(), e);
    }
  }
}
