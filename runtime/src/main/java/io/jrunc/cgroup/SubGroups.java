package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.error.OperationException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups below a container's own, which somebody in it has made.
 *
 * @param paths relative to the container's group, by controller; by the empty string for all
 *     hierarchies
 */
public record SubGroups(Map<String, Path> paths) {
  private static final String OPTION = "--cgroup";

  /** The container's own group everywhere. */
  public static final SubGroups NONE = new SubGroups(Map.of());

  /** Copies the map. */
  public SubGroups {
    paths = Map.copyOf(paths);
  }

  /**
   * Reads {@code PATH} for all hierarchies, or {@code CONTROLLER,…:PATH} each.
   *
   * @throws OperationException for another form, and for a path that leads out of the container's
   */
  public static SubGroups parse(List<String> values) {
    if (values.isEmpty()) {
      return NONE;
    }
    Map<String, Path> paths = new LinkedHashMap<>();
    for (String value : values) {
      int colon = value.indexOf(':');
      if (colon < 0 && values.size() > 1) {
        throw new OperationException(OPTION, value, "has no CONTROLLER: before the path");
      }
      Path path = path(value, value.substring(colon + 1));
      String controllers = colon < 0 ? "" : value.substring(0, colon);
      for (String controller : controllers.split(",", -1)) {
        if (controller.isEmpty() && colon >= 0) {
          throw new OperationException(OPTION, value, "has an empty controller before the path");
        }
        if (paths.put(controller, path) != null) {
          throw new OperationException(OPTION, value, "names " + controller + " a second time");
        }
      }
    }
    return new SubGroups(paths);
  }

  private static Path path(String value, String text) {
    if (text.indexOf('\0') >= 0 || text.indexOf('\n') >= 0) {
      throw new OperationException(OPTION, value, "is not the path of a cgroup");
    }
    Path path = Path.of("/", text);
    for (Path name : path) {
      if (name.toString().equals("..")) {
        throw new OperationException(OPTION, value, "must not climb up");
      }
    }
    return Path.of("/").relativize(path.normalize());
  }

  /** The group's directory in one hierarchy. */
  Path directory(Entry entry) {
    if (paths.isEmpty()) {
      return entry.directory();
    }
    Path below = paths.get("");
    for (String controller : entry.controllers()) {
      Path own = paths.get(controller.startsWith("name=") ? controller.substring(5) : controller);
      below = own == null ? below : own;
    }
    return below == null ? entry.directory() : entry.directory().resolve(below);
  }

  /** Refuses controllers that the container has no group for. */
  void check(List<Entry> entries) {
    for (String controller : paths.keySet()) {
      boolean known = controller.isEmpty();
      for (Entry entry : entries) {
        known |= entry.controllers().contains(controller);
        known |= entry.controllers().contains("name=" + controller);
      }
      if (!known) {
        throw new OperationException(OPTION, controller, "the container has no such controller");
      }
    }
  }
}
