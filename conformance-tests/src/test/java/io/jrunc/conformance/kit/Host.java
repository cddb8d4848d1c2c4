package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What /proc tells about the processes of this machine. */
public final class Host {

  private static final List<String> FORWARDING =
      List.of(
          "ipv4/ip_forward",
          "ipv4/conf/all/forwarding",
          "ipv4/conf/all/route_localnet",
          "ipv4/conf/default/forwarding",
          "ipv4/conf/default/route_localnet",
          "ipv6/conf/all/forwarding",
          "ipv6/conf/default/forwarding");

  private Host() {}

  /** The pids of all processes that are there now. */
  public static List<Long> pids() {
    return HostFiles.names(Path.of("/proc")).stream()
        .filter(name -> Character.isDigit(name.charAt(0)))
        .map(Long::valueOf)
        .toList();
  }

  /** Whether the process is there and not a zombie. */
  public static boolean isRunning(long pid) {
    return HostFiles.readIfThere(proc(pid, "stat"))
        .map(stat -> stat.charAt(stat.lastIndexOf(')') + 2))
        .filter(state -> state != 'Z' && state != 'X')
        .isPresent();
  }

  /** The lines of /proc/PID/status by their key: "SigBlk", "CapEff", "Groups". */
  public static Map<String, String> status(long pid) {
    return parseStatus(HostFiles.read(proc(pid, "status")));
  }

  public static Map<String, String> parseStatus(String text) {
    Map<String, String> status = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                status.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return status;
  }

  /** The namespace of a process as the kernel names it, "mnt:[4026531841]"; type as in /proc. */
  public static String namespace(String pid, String type) {
    return HostFiles.target(Path.of("/proc", pid, "ns", type));
  }

  public static String namespace(long pid, String type) {
    return namespace(Long.toString(pid), type);
  }

  /** The numbers of a process's open files, sorted as texts. */
  public static List<String> openFiles(long pid) {
    return HostFiles.names(proc(pid, "fd"));
  }

  public static String read(long pid, String file) {
    return HostFiles.read(proc(pid, file));
  }

  /** The mounts that this process sees. */
  public static List<MountEntry> mounts() {
    return MountEntry.parse(HostFiles.read("/proc/self/mountinfo"));
  }

  /** Sends a signal by the name that kill(1) knows; a process that is gone is no error. */
  public static void kill(String signal, long pid) {
    if (pid <= 1) {
      throw new IllegalArgumentException("refusing to signal pid " + pid);
    }
    try {
      new ProcessBuilder("kill", "-s", signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The direct children of a process. */
  public static List<Long> children(long pid) {
    return pids().stream().filter(child -> parent(child).equals(Optional.of(pid))).toList();
  }

  public static Optional<Long> parent(long pid) {
    return HostFiles.readIfThere(proc(pid, "status"))
        .map(text -> Long.valueOf(parseStatus(text).getOrDefault("PPid", "0")));
  }

  /** Whether this machine, in its own network namespace, passes on the packets of others. */
  public static List<String> forwarding() {
    List<String> forwarding = new ArrayList<>();
    for (String setting : FORWARDING) {
      HostFiles.readIfThere(Path.of("/proc/sys/net", setting))
          .ifPresent(value -> forwarding.add(setting + "=" + value.strip()));
    }
    return forwarding;
  }

  /** The nftables of this machine's own network namespace, "table inet jrunc"; none without nft. */
  public static List<String> networkTables() {
    if (!hasProgram("nft")) {
      return List.of();
    }
    try {
      Process nft = new ProcessBuilder("nft", "list", "tables").start();
      nft.getOutputStream().close();
      String tables = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      nft.waitFor();
      return tables.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The network devices of this machine's own network namespace. */
  public static List<String> networkDevices() {
    return HostFiles.names(Path.of("/sys/class/net"));
  }

  /** /dev/null as "MAJOR:MINOR MODE", "1:3 0666" on a sound machine. */
  public static String devNull() {
    try {
      Map<String, Object> facts =
          Files.readAttributes(Path.of("/dev/null"), "unix:rdev,mode,uid,gid");
      long rdev = ((Number) Optional.ofNullable(facts.get("rdev")).orElseThrow()).longValue();
      int mode = (Integer) Optional.ofNullable(facts.get("mode")).orElseThrow();
      return String.format("%d:%d %04o", rdev >> 8, rdev & 0xff, mode & 07777);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the system's folders have this program. */
  public static Optional<Path> program(String name) {
    return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .map(folder -> Path.of(folder, name))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  public static boolean hasProgram(String name) {
    return program(name).isPresent();
  }

  /** The name of a disk whose scheduler, BFQ, gives each group its share. */
  public static Optional<String> weightedDisk() {
    Path blocks = Path.of("/sys/block");
    List<String> disks = Files.isDirectory(blocks) ? HostFiles.names(blocks) : List.of();
    return disks.stream()
        .filter(
            disk ->
                HostFiles.readIfThere(blocks.resolve(disk).resolve("queue/scheduler"))
                    .filter(text -> text.contains("[bfq]"))
                    .isPresent())
        .findFirst();
  }

  private static Path proc(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
