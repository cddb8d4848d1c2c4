package io.jrunc.cgroup;

import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Says what the kernel's answer to a limit means, as far as its files tell. */
final class Hints {

  /** PID_MAX_LIMIT of the kernel's {@code linux/threads.h}. */
  private static final long MOST_PROCESSES = 4_194_304;

  private final CgroupFiles files;

  Hints(CgroupFiles files) {
    this.files = files;
  }

  /** Empty if there is nothing to add to the answer. */
  String explain(CgroupSetting setting, Path directory, Errno errno) {
    String file = setting.file();
    return switch (errno) {
      case ENOENT -> missing(setting, directory);
      case EBUSY -> file.startsWith("memory.") ? usage(directory) : "";
      case ENODEV -> isBlockIo(setting) ? "there is no such block device" : noDevice(setting);
      case EOPNOTSUPP -> isBlockIo(setting) ? "the device's I/O scheduler keeps no weights" : "";
      case EINVAL, ERANGE, EACCES -> outOfRange(setting, directory);
      default -> "";
    };
  }

  private String missing(CgroupSetting setting, Path directory) {
    if (setting.pointer().startsWith(HugetlbRules.AT)) {
      Optional<String> sizes = HugetlbRules.pageSizes(files.names(directory));
      if (sizes.isPresent()) {
        return "this kernel's huge pages are of " + sizes.get();
      }
    }
    return "this kernel keeps no such limit";
  }

  private String usage(Path directory) {
    Optional<MemoryFacts> memory = new GroupReader(files).memory(directory);
    return memory.isEmpty() ? "" : memory.get().usage() + " bytes are in use";
  }

  private static boolean isBlockIo(CgroupSetting setting) {
    return setting.controller().equals("blkio") || setting.controller().equals("io");
  }

  private static String noDevice(CgroupSetting setting) {
    return setting.controller().equals("rdma") ? "there is no such RDMA device" : "";
  }

  private String outOfRange(CgroupSetting setting, Path directory) {
    return switch (setting.file()) {
      case "memory.memsw.limit_in_bytes" ->
          "memory and swap together can't be limited below memory alone";
      case "cpu.cfs_period_us" -> "a period has 1000 to 1000000 microseconds";
      case "cpu.cfs_quota_us", "cpu.max" ->
          "a quota has 1000 microseconds at least, a period 1000 to"
              + " 1000000, and no group has a greater share than its parent";
      case "cpu.cfs_burst_us", "cpu.max.burst" -> "a burst is not above the quota";
      case "cpu.rt_period_us", "cpu.rt_runtime_us" -> realtime(directory);
      case "cpuset.cpus", "cpuset.mems" -> cpuset(setting.file(), directory);
      case "pids.max" -> processes(setting.value());
      case "net_prio.ifpriomap" -> "there is no such network interface";
      case "rdma.max" -> "there is no such RDMA device";
      default -> "";
    };
  }

  private static String processes(String limit) {
    return KernelText.number(limit).orElse(0) > MOST_PROCESSES
        ? "no kernel has more than " + MOST_PROCESSES + " processes; -1 is no limit"
        : "";
  }

  /** Groups get no real time but what each group above them has been given. */
  private String realtime(Path directory) {
    Path parent = directory.resolveSibling("");
    OptionalLong runtime = KernelText.number(text(parent, "cpu.rt_runtime_us"));
    return runtime.isEmpty()
        ? ""
        : "its parent " + parent + " has " + runtime.getAsLong() + " in cpu.rt_runtime_us";
  }

  private String cpuset(String file, Path directory) {
    Path parent = directory.resolveSibling("");
    String v2 = text(parent, file + ".effective");
    String there = v2.isEmpty() ? text(parent, file) : v2;
    return there.isBlank() ? "" : "its parent has " + there.trim();
  }

  private String text(Path directory, String file) {
    return files.read(directory.resolve(file)).orElse("");
  }
}
