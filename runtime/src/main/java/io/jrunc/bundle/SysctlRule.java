package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;
import java.util.Set;

/** Only kernel parameters of the container's own namespaces are set: the others are the host's. */
final class SysctlRule {
  private static final Set<String> OF_IPC =
      Set.of(
          "kernel/auto_msgmni",
          "kernel/msg_next_id",
          "kernel/msgmax",
          "kernel/msgmnb",
          "kernel/msgmni",
          "kernel/sem",
          "kernel/sem_next_id",
          "kernel/shm_next_id",
          "kernel/shm_rmid_forced",
          "kernel/shmall",
          "kernel/shmmax",
          "kernel/shmmni");

  private SysctlRule() {}

  static void check(Spec spec, Problems problems) {
    Linux linux = spec.linux();
    for (String name : linux.sysctl().keySet()) {
      String pointer = "/linux/sysctl/" + name.replace("~", "~0").replace("/", "~1");
      String path = SysctlName.path(name);
      if (!isPath(path)) {
        problems.refuse("/linux/sysctl", name, "is not the name of a kernel parameter");
      } else if (path.equals("kernel/hostname")) {
        problems.add(pointer, "is set by /hostname");
      } else if (path.equals("kernel/domainname")) {
        domainName(spec, name, pointer, problems);
      } else if (OF_IPC.contains(path) || path.startsWith("fs/mqueue/")) {
        needs(NamespaceType.IPC, "an ipc namespace", linux, pointer, problems);
      } else if (path.startsWith("net/")) {
        needs(NamespaceType.NETWORK, "a network namespace", linux, pointer, problems);
      } else {
        problems.add(pointer, "belongs to no namespace: it would change the host");
      }
    }
  }

  /** Docker writes {@code --domainname} as a parameter: it is older than the field. */
  private static void domainName(Spec spec, String name, String pointer, Problems problems) {
    needs(NamespaceType.UTS, "a uts namespace", spec.linux(), pointer, problems);
    String given = spec.domainname();
    if (given != null && !given.equals(spec.linux().sysctl().get(name))) {
      problems.add(pointer, "is not what /domainname says");
    }
  }

  private static void needs(
      NamespaceType type, String name, Linux linux, String pointer, Problems problems) {
    if (!NamespaceRule.separates(linux, type)) {
      problems.add(pointer, "needs " + name);
    }
  }

  private static boolean isPath(String path) {
    for (String component : List.of(path.split("/", -1))) {
      if (component.isEmpty()
          || component.equals(".")
          || component.equals("..")
          || component.indexOf('\n') >= 0) {
        return false;
      }
    }
    return true;
  }
}
