package io.jrunc.engine;

import io.jrunc.lease.LeasedBridge;
import io.jrunc.lease.Leases;
import io.jrunc.link.Forwarding;
import io.jrunc.link.Links;
import io.jrunc.link.SettingChange;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.TextFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the host pass on packets between its bridges and its ways out, and no others; remembers what
 * it was before, in lines of a parameter's name, its value and the one it has got.
 */
final class HostForwarding {
  private static final String NOTE = "forwarding";
  private static final Path ALL = Path.of("/proc/sys/net/ipv4/ip_forward");

  private final Kernel kernel;
  private final Links links;
  private final Leases leases;
  private final Forwarding forwarding;

  HostForwarding(Kernel kernel, Links links, Leases leases) {
    this.kernel = kernel;
    this.links = links;
    this.leases = leases;
    this.forwarding = new Forwarding(kernel);
  }

  /** What bridges and ways out lack. */
  List<SettingChange> missing(List<LeasedBridge> bridges) {
    List<String> names = new ArrayList<>();
    List<String> withV6 = new ArrayList<>();
    List<SettingChange> missing = new ArrayList<>();
    for (LeasedBridge bridge : bridges) {
      names.add(bridge.name());
      missing.addAll(forwarding.missingOfBridge(bridge.name()));
      if (bridge.v6().isPresent()) {
        withV6.add(bridge.name());
      }
    }
    missing.addAll(forwarding.missing(Forwarding.uplinks(links, false, names)));
    if (!withV6.isEmpty()) {
      List<String> devices = new ArrayList<>(withV6);
      devices.addAll(Forwarding.uplinks(links, true, names));
      missing.addAll(forwarding.missingV6(devices));
    }
    return missing;
  }

  /** Writes down what will be changed; what is about a bridge of ours goes with it. */
  void remember(List<SettingChange> changes, List<LeasedBridge> bridges) {
    List<SettingChange> all = remembered();
    int known = all.size();
    for (SettingChange change : changes) {
      // what is there already somebody has taken back: what was before that counts
      if (!hasName(all, change.name()) && !isBridge(change.device(), bridges)) {
        all.add(change);
      }
    }
    if (all.size() == known) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (SettingChange change : all) {
      text.append(change.name()).append('\t').append(change.before()).append('\t');
      text.append(change.wanted()).append('\n');
    }
    leases.keepNote(NOTE, text.toString());
  }

  private static boolean hasName(List<SettingChange> changes, String name) {
    for (SettingChange change : changes) {
      if (change.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private List<SettingChange> remembered() {
    List<SettingChange> changes = new ArrayList<>();
    for (String line : leases.note(NOTE).orElse("").split("\n", -1)) {
      String[] words = line.split("\t", -1);
      if (words.length == 3 && !words[0].contains("..")) {
        changes.add(new SettingChange(words[0], words[1], words[2]));
      }
    }
    return changes;
  }

  /** Does what is missing. */
  void apply(List<SettingChange> changes) {
    forwarding.apply(changes);
  }

  /**
   * The ways out between which nothing is to be passed on: those that got forwarding from us, as
   * long as the host isn't a router by somebody else's wish.
   */
  Set<String> guarded() {
    Set<String> guarded = new LinkedHashSet<>();
    Optional<String> all = new TextFiles(kernel.files()).read(ALL);
    if (all.isPresent() && all.get().equals("1")) {
      return guarded;
    }
    for (SettingChange change : remembered()) {
      if (change.letsPass()) {
        guarded.add(change.device());
      }
    }
    return guarded;
  }

  /** The same for IPv6, which others switch on for themselves; {@code all} if it is all of them. */
  Set<String> guardedV6() {
    Set<String> guarded = new LinkedHashSet<>();
    for (SettingChange change : remembered()) {
      if (change.letsPassV6()) {
        guarded.add(change.device());
      }
    }
    return guarded;
  }

  /** The ways out that these changes are about; of IPv6 it may be {@code all}. */
  static Set<String> waysOut(List<SettingChange> changes, List<LeasedBridge> bridges) {
    Set<String> names = new LinkedHashSet<>();
    for (SettingChange change : changes) {
      if (change.name().endsWith("forwarding") && !isBridge(change.device(), bridges)) {
        names.add(change.device());
      }
    }
    return names;
  }

  private static boolean isBridge(String device, List<LeasedBridge> bridges) {
    for (LeasedBridge bridge : bridges) {
      if (bridge.name().equals(device)) {
        return true;
      }
    }
    return false;
  }

  /** Makes everything as it was. */
  void restore() {
    forwarding.restore(remembered());
  }
}
