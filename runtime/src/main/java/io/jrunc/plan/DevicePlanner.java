package io.jrunc.plan;

import io.jrunc.bundle.ContainerPath;
import io.jrunc.plan.DevicePlan.Node;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.linux.Device;
import io.jrunc.spec.linux.DeviceType;
import io.jrunc.spec.linux.NamespaceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides which device nodes the container gets. */
final class DevicePlanner {
  private static final int MODE = 0666;

  /** Some clients give the whole st_mode, whose other bits tell the type. */
  private static final int MODE_BITS = 07777;

  private DevicePlanner() {}

  static DevicePlan plan(
      List<Device> devices,
      List<MountPlan> mounts,
      NamespacePlan namespaces,
      UserNamespace userNamespace) {
    Map<String, Node> nodes = defaults();
    for (int i = 0; i < devices.size(); i++) {
      Node node = node("/linux/devices/" + i, devices.get(i));
      nodes.remove(node.path());
      nodes.put(node.path(), node);
    }
    boolean own = isOwn(mounts);
    if (!own) {
      nodes.keySet().removeIf(path -> ContainerPath.isBelow(path, "/dev"));
    }
    return new DevicePlan(
        own,
        new ArrayList<>(nodes.values()),
        namespaces.separates(NamespaceType.USER) || userNamespace == UserNamespace.NESTED);
  }

  /** What every container gets, as config-linux.md of the runtime-spec lists it. */
  private static Map<String, Node> defaults() {
    Map<String, Node> nodes = new LinkedHashMap<>();
    add("/dev/null", 1, 3, nodes);
    add("/dev/zero", 1, 5, nodes);
    add("/dev/full", 1, 7, nodes);
    add("/dev/random", 1, 8, nodes);
    add("/dev/urandom", 1, 9, nodes);
    add("/dev/tty", 5, 0, nodes);
    return nodes;
  }

  private static void add(String path, int major, int minor, Map<String, Node> nodes) {
    nodes.put(path, new Node("", path, DevicePlan.Type.CHARACTER, major, minor, MODE, 0, 0));
  }

  private static Node node(String pointer, Device device) {
    Long mode = device.fileMode();
    return new Node(
        pointer,
        ContainerPath.normalize(device.path()),
        type(device.type()),
        (int) device.major(),
        (int) device.minor(),
        mode == null ? MODE : (int) (mode & MODE_BITS),
        device.uid() == null ? 0 : device.uid(),
        device.gid() == null ? 0 : device.gid());
  }

  private static DevicePlan.Type type(DeviceType type) {
    return switch (type) {
      case CHAR, UNBUFFERED -> DevicePlan.Type.CHARACTER;
      case BLOCK -> DevicePlan.Type.BLOCK;
      case FIFO -> DevicePlan.Type.FIFO;
    };
  }

  private static boolean isOwn(List<MountPlan> mounts) {
    boolean own = true;
    for (MountPlan mount : mounts) {
      if (mount.destination().equals("/dev") && !(mount instanceof MountPlan.Remount)) {
        own =
            mount instanceof MountPlan.Filesystem filesystem
                && !filesystem.type().equals("devtmpfs"); // there is only one, the host's
      }
    }
    return own;
  }
}
