package io.jrunc.bundle;

import io.jrunc.spec.Mount;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;

/** Id-mapped mounts are bind mounts that say how to map users and groups, both or neither. */
final class MountIdMapRule {
  private MountIdMapRule() {}

  static void check(Spec spec, Problems problems) {
    for (int i = 0; i < spec.mounts().size(); i++) {
      check("/mounts/" + i, spec.mounts().get(i), spec, problems);
    }
  }

  private static void check(String pointer, Mount mount, Spec spec, Problems problems) {
    boolean users = !mount.uidMappings().isEmpty();
    boolean groups = !mount.gidMappings().isEmpty();
    int option = idMapOption(mount.options());
    if (!users && !groups && option < 0) {
      return;
    }
    String asked = option < 0 ? pointer + "/uidMappings" : pointer + "/options/" + option;
    if (!MountOption.isBind(mount.options())) {
      problems.add(asked, "only bind mounts can be id-mapped");
    }
    if (users != groups) {
      String missing = users ? "gidMappings" : "uidMappings";
      problems.add(pointer + "/" + missing, "is required beside the other mappings");
    } else if (!users && !NamespaceRule.separates(spec.linux(), NamespaceType.USER)) {
      problems.add(
          asked, "needs uidMappings and gidMappings, or a user namespace to take them from");
    }
    IdMappingRule.ranges(pointer + "/uidMappings", mount.uidMappings(), problems);
    IdMappingRule.ranges(pointer + "/gidMappings", mount.gidMappings(), problems);
  }

  private static int idMapOption(List<String> words) {
    return Math.max(words.indexOf("idmap"), words.indexOf("ridmap"));
  }
}
