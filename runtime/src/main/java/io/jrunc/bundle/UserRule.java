package io.jrunc.bundle;

import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import io.jrunc.spec.User;
import io.jrunc.spec.linux.Linux;
import java.util.List;

/** The ids of the program exist in the container. */
final class UserRule {
  private UserRule() {}

  static void check(Spec spec, Problems problems) {
    Process process = spec.process();
    if (process == null) {
      return;
    }
    User user = process.user();
    Linux linux = spec.linux();
    id("/process/user/uid", user.uid(), linux, linux.uidMappings(), problems);
    id("/process/user/gid", user.gid(), linux, linux.gidMappings(), problems);
    for (int i = 0; i < user.additionalGids().size(); i++) {
      String pointer = "/process/user/additionalGids/" + i;
      id(pointer, user.additionalGids().get(i), linux, linux.gidMappings(), problems);
    }
  }

  private static void id(
      String pointer, long id, Linux linux, List<IdMapping> mappings, Problems problems) {
    if (id == IdMappingRule.NO_ID) {
      problems.add(pointer, id + " is not an id"); // setresuid(2) would leave the id as it is
    } else if (!IdMappingRule.isMapped(linux, mappings, id)) {
      problems.add(pointer, id + " is in none of the mappings of the user namespace");
    }
  }
}
