package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupSetting.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings in the order in which they are to be written, while rules add to them. */
final class SettingList {

  /** Where all pointers begin. */
  static final String RESOURCES = "/linux/resources";

  private final Controllers controllers;
  private final List<CgroupSetting> settings = new ArrayList<>();

  SettingList(Controllers controllers) {
    this.controllers = controllers;
  }

  /**
   * Where the controller is that this field needs.
   *
   * @throws CgroupException if the group can't use it
   */
  CgroupVersion require(String controller, String pointer) {
    Optional<CgroupVersion> version = controllers.versionOf(controller);
    if (version.isEmpty()) {
      throw new CgroupException(
          pointer, "the " + controller + " controller is not available on this host");
    }
    return version.get();
  }

  /**
   * The same for a controller that each version has under a name of its own.
   *
   * @throws CgroupException if the group can use neither
   */
  CgroupVersion require(String v1Controller, String v2Controller, String pointer) {
    Optional<CgroupVersion> version = controllers.versionOf(v1Controller);
    if (version.isPresent() && version.get() == CgroupVersion.V1) {
      return CgroupVersion.V1;
    }
    return require(
        controllers.isUnified() || has(v2Controller) ? v2Controller : v1Controller, pointer);
  }

  private boolean has(String controller) {
    return controllers.versionOf(controller).isPresent();
  }

  /**
   * Checks that the controller that this field needs is in version 2.
   *
   * @throws CgroupException if it isn't there, or in version 1
   */
  void requireV2(String controller, String pointer) {
    if (controller.equals(Controllers.CORE) && !has(controller)) {
      throw new CgroupException(pointer, "cgroup v2 is not mounted on this host");
    }
    if (require(controller, pointer) == CgroupVersion.V1) {
      throw new CgroupException(
          pointer, "the " + controller + " controller is in cgroup v1 on this host");
    }
  }

  /**
   * Checks that the controller that this field needs is in version 1.
   *
   * @throws CgroupException if it isn't there, or has no such thing in version 2
   */
  void requireV1(String controller, String pointer) {
    if (require(controller, pointer) == CgroupVersion.V2) {
      throw new CgroupException(pointer, "cgroup v2 has no such limit");
    }
  }

  /** A file that both versions have under their own names, and the same value for it. */
  void add(String controller, String v1File, String v2File, String value, String pointer) {
    boolean v1 = require(controller, pointer) == CgroupVersion.V1;
    put(controller, v1 ? v1File : v2File, value, pointer);
  }

  /** An amount, of which -1 is no limit: version 1 spells that -1 and version 2 {@code max}. */
  void addAmount(String controller, String v1File, String v2File, long amount, String pointer) {
    boolean v1 = require(controller, pointer) == CgroupVersion.V1;
    checkAmount(amount, pointer);
    String value = amount == -1 && !v1 ? "max" : Long.toString(amount);
    put(controller, v1 ? v1File : v2File, value, pointer);
  }

  /** A file that only version 1 has. */
  void addV1(String controller, String file, String value, String pointer) {
    requireV1(controller, pointer);
    put(controller, file, value, pointer);
  }

  /** A value whose file must be there. */
  void put(String controller, String file, String value, String pointer) {
    settings.add(new CgroupSetting(controller, file, value, pointer, Need.MUST_BE_THERE));
  }

  /** A value that nothing is lost without when its file is missing. */
  void putIfPresent(String controller, String file, String value, String pointer) {
    settings.add(new CgroupSetting(controller, file, value, pointer, Need.MAY_BE_MISSING));
  }

  /** A value for kernels with this file; the next one is for those without. */
  void putElseNext(String controller, String file, String value, String pointer) {
    settings.add(new CgroupSetting(controller, file, value, pointer, Need.NEXT_IF_MISSING));
  }

  /** The pointer to a member whose name is data. */
  static String member(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** Checks that an amount is one, or -1 for no limit. */
  static void checkAmount(long amount, String pointer) {
    if (amount < -1) {
      throw new CgroupException(pointer, amount + " is neither an amount nor -1 for unlimited");
    }
  }

  List<CgroupSetting> toList() {
    return List.copyOf(settings);
  }
}
