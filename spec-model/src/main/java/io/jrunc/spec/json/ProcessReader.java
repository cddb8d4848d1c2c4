package io.jrunc.spec.json;

import io.jrunc.spec.Capabilities;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.ExecCpuAffinity;
import io.jrunc.spec.IoPriority;
import io.jrunc.spec.IoPriorityClass;
import io.jrunc.spec.Process;
import io.jrunc.spec.Rlimit;
import io.jrunc.spec.Scheduler;
import io.jrunc.spec.SchedulerFlag;
import io.jrunc.spec.SchedulerPolicy;
import io.jrunc.spec.User;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code process}. */
final class ProcessReader {
  private static final int MAX_UMASK = 0777;
  private static final int MAX_TERMINAL_SIDE = 0xffff;

  private ProcessReader() {}

  static Process process(JsonObject process) {
    JsonObject consoleSize = process.object("consoleSize");
    JsonObject user = process.object("user");
    JsonObject capabilities = process.object("capabilities");
    JsonObject scheduler = process.object("scheduler");
    JsonObject ioPriority = process.object("ioPriority");
    JsonObject affinity = process.object("execCPUAffinity");
    return new Process(
        process.flag("terminal"),
        consoleSize == null ? null : consoleSize(consoleSize),
        user == null ? User.root() : user(user),
        process.requiredTexts("args"),
        process.texts("env"),
        process.requiredText("cwd"),
        capabilities == null ? null : capabilities(capabilities),
        rlimits(process),
        process.flag("noNewPrivileges"),
        process.text("apparmorProfile"),
        process.smallNumber("oomScoreAdj", -1000, 1000),
        scheduler == null ? null : scheduler(scheduler),
        process.text("selinuxLabel"),
        ioPriority == null ? null : ioPriority(ioPriority),
        affinity == null
            ? null
            : new ExecCpuAffinity(affinity.text("initial"), affinity.text("final")));
  }

  private static ConsoleSize consoleSize(JsonObject size) {
    return new ConsoleSize(
        (int) size.requiredNumber("height", 0, MAX_TERMINAL_SIDE),
        (int) size.requiredNumber("width", 0, MAX_TERMINAL_SIDE));
  }

  private static User user(JsonObject user) {
    return new User(
        user.requiredUint32("uid"),
        user.requiredUint32("gid"),
        user.smallNumber("umask", 0, MAX_UMASK),
        user.uint32s("additionalGids"));
  }

  private static Capabilities capabilities(JsonObject sets) {
    return new Capabilities(
        sets.texts("bounding"),
        sets.texts("effective"),
        sets.texts("inheritable"),
        sets.texts("permitted"),
        sets.texts("ambient"));
  }

  private static List<Rlimit> rlimits(JsonObject process) {
    List<Rlimit> limits = new ArrayList<>();
    for (JsonObject limit : process.objects("rlimits")) {
      limits.add(
          new Rlimit(
              limit.requiredText("type"),
              limit.requiredUint64("hard"),
              limit.requiredUint64("soft")));
    }
    return limits;
  }

  private static Scheduler scheduler(JsonObject scheduler) {
    return new Scheduler(
        scheduler.requiredWord("policy", SchedulerPolicy.values()),
        scheduler.smallNumber("nice", -20, 19),
        scheduler.smallNumber("priority", 0, 99),
        scheduler.words("flags", SchedulerFlag.values()),
        scheduler.uint64("runtime"),
        scheduler.uint64("deadline"),
        scheduler.uint64("period"));
  }

  private static IoPriority ioPriority(JsonObject priority) {
    return new IoPriority(
        priority.requiredWord("class", IoPriorityClass.values()),
        (int) priority.requiredNumber("priority", 0, 7));
  }
}
