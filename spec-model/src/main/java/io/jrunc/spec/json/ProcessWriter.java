package io.jrunc.spec.json;

import io.jrunc.spec.Capabilities;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.ExecCpuAffinity;
import io.jrunc.spec.IoPriority;
import io.jrunc.spec.Process;
import io.jrunc.spec.Rlimit;
import io.jrunc.spec.Scheduler;
import io.jrunc.spec.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code process}. */
final class ProcessWriter {
  private ProcessWriter() {}

  static JsonMembers process(Process process) {
    return new JsonMembers()
        .flag("terminal", process.terminal())
        .object("consoleSize", consoleSize(process.consoleSize()))
        .object("user", user(process.user()))
        .values("args", process.args())
        .values("env", process.env())
        .value("cwd", process.cwd())
        .object("capabilities", capabilities(process.capabilities()))
        .objects("rlimits", rlimits(process.rlimits()))
        .flag("noNewPrivileges", process.noNewPrivileges())
        .value("apparmorProfile", process.apparmorProfile())
        .value("oomScoreAdj", process.oomScoreAdj())
        .object("scheduler", scheduler(process.scheduler()))
        .value("selinuxLabel", process.selinuxLabel())
        .object("ioPriority", ioPriority(process.ioPriority()))
        .object("execCPUAffinity", affinity(process.execCpuAffinity()));
  }

  private static @Nullable JsonMembers consoleSize(@Nullable ConsoleSize size) {
    return size == null
        ? null
        : new JsonMembers().value("height", size.height()).value("width", size.width());
  }

  private static JsonMembers user(User user) {
    return new JsonMembers()
        .value("uid", user.uid())
        .value("gid", user.gid())
        .value("umask", user.umask())
        .values("additionalGids", user.additionalGids());
  }

  private static @Nullable JsonMembers capabilities(@Nullable Capabilities sets) {
    return sets == null
        ? null
        : new JsonMembers()
            .values("bounding", sets.bounding())
            .values("effective", sets.effective())
            .values("inheritable", sets.inheritable())
            .values("permitted", sets.permitted())
            .values("ambient", sets.ambient());
  }

  private static List<JsonMembers> rlimits(List<Rlimit> limits) {
    List<JsonMembers> written = new ArrayList<>();
    for (Rlimit limit : limits) {
      written.add(
          new JsonMembers()
              .value("type", limit.type())
              .uint64("hard", limit.hard())
              .uint64("soft", limit.soft()));
    }
    return written;
  }

  private static @Nullable JsonMembers scheduler(@Nullable Scheduler scheduler) {
    return scheduler == null
        ? null
        : new JsonMembers()
            .word("policy", scheduler.policy())
            .value("nice", scheduler.nice())
            .value("priority", scheduler.priority())
            .words("flags", scheduler.flags())
            .uint64("runtime", scheduler.runtime())
            .uint64("deadline", scheduler.deadline())
            .uint64("period", scheduler.period());
  }

  private static @Nullable JsonMembers ioPriority(@Nullable IoPriority priority) {
    return priority == null
        ? null
        : new JsonMembers()
            .word("class", priority.ioClass())
            .value("priority", priority.priority());
  }

  private static @Nullable JsonMembers affinity(@Nullable ExecCpuAffinity affinity) {
    return affinity == null
        ? null
        : new JsonMembers().value("initial", affinity.initial()).value("final", affinity.last());
  }
}
