package io.jrunc.box;

import io.jrunc.box.BoxRequest.Volume;
import io.jrunc.spec.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is mounted in a box: what every system has, the host's programs, volumes, process 1. */
final class BoxMounts {
  private static final int TERMINALS = 5; // the group tty

  private final BoxHost host;
  private final Optional<BoxNetwork> network;
  private final List<Mount> mounts = new ArrayList<>();
  private final Map<String, String> origins = new HashMap<>();

  BoxMounts(BoxRequest request, BoxHost host) {
    this.host = host;
    this.network =
        request.network().isPresent()
            ? Optional.of(new BoxNetwork(request.network().get(), host))
            : Optional.empty();
    addSystem();
    if (request.rootfs().isEmpty()) {
      addPrivateFolders();
      for (String path : host.shared()) {
        if (!hasOwnNames() || !host.names().contains(path)) {
          add(path, "bind", path, "rbind", "rro", "rnosuid", "rnodev");
        }
      }
    } else if (isHosts()) {
      for (String path : host.names()) {
        add(path, "bind", path, "rbind", "rro", "rnosuid", "rnodev");
      }
    }
    for (Volume volume : request.volumes()) {
      add(volume);
    }
    add(
        BoxSpec.INIT,
        "bind",
        host.init(),
        "bind",
        "ro",
        "nosuid",
        "nodev"); // last: is as we know it
  }

  List<Mount> all() {
    return mounts;
  }

  /** Which option asked for which mount, by JSON pointer. */
  Map<String, String> origins() {
    return origins;
  }

  private void addSystem() {
    add("/proc", "proc", "proc");
    add("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
    List<String> terminals =
        new ArrayList<>(List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
    if (BoxHost.isMapped(host.gidMappings(), TERMINALS)) {
      terminals.add("gid=" + TERMINALS);
    }
    add("/dev/pts", "devpts", "devpts", terminals.toArray(new String[0]));
    add("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
    add("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
    if (isHosts() && host.separatesUsers()) { // sysfs shows devices that aren't the box's to show
      add("/sys", "bind", "/sys", "rbind", "rro", "rnosuid", "rnoexec", "rnodev");
    } else {
      add("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro");
    }
    if (!host.separatesUsers()) {
      add("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
    }
  }

  /** In memory, and gone with the box. */
  private void addPrivateFolders() {
    for (String path : List.of("/tmp", "/var/tmp")) {
      add(path, "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777");
    }
    for (String path : List.of("/home", "/run")) {
      add(path, "tmpfs", "tmpfs", "nosuid", "nodev", "mode=755");
    }
    add("/root", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=700");
  }

  private boolean hasOwnNames() {
    return network.isPresent() && network.get().hasOwnNames();
  }

  private boolean isHosts() {
    return network.isPresent() && network.get().isHosts();
  }

  private void add(Volume volume) {
    origins.put("/mounts/" + mounts.size(), "--volume " + volume.text());
    String source = volume.source().toString();
    if (volume.readOnly()) {
      add(volume.destination(), "bind", source, "rbind", "rro", "nosuid", "nodev");
    } else {
      add(volume.destination(), "bind", source, "rbind", "nosuid", "nodev");
    }
  }

  private void add(String destination, String type, String source, String... options) {
    mounts.add(new Mount(destination, type, source, List.of(options), List.of(), List.of()));
  }
}
