package io.jrunc.cgroup;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hosts for rules, and what rules make of a limit there: {@code file=value} in its order. */
final class RuleFixture {

  private RuleFixture() {}

  /** A host whose controllers are all in version 1. */
  static Controllers v1(String... controllers) {
    return new Controllers(all(CgroupVersion.V1, controllers), false);
  }

  /** A host with version 2 alone. */
  static Controllers v2(String... controllers) {
    Map<String, CgroupVersion> versions = all(CgroupVersion.V2, controllers);
    versions.put(Controllers.CORE, CgroupVersion.V2);
    return new Controllers(versions, true);
  }

  private static Map<String, CgroupVersion> all(CgroupVersion version, String... controllers) {
    return Stream.of(controllers).collect(Collectors.toMap(name -> name, name -> version));
  }

  static List<CgroupSetting> settings(Controllers controllers, Consumer<SettingList> rules) {
    SettingList settings = new SettingList(controllers);
    rules.accept(settings);
    return settings.toList();
  }

  static List<String> written(Controllers controllers, Consumer<SettingList> rules) {
    return settings(controllers, rules).stream().map(s -> s.file() + "=" + s.value()).toList();
  }
}
