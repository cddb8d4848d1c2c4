package io.jrunc.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.TextFiles;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lets packets pass from one network device of the host to another, for those devices that need it
 * and no others: a machine with {@code ip_forward} on is a router for everybody.
 *
 * <p>It is done in three steps, so that what is changed can be written down before it is: ask what
 * is missing, {@link #apply} it, {@link #restore} it. All of it is in the network namespace of this
 * process. Errors are the kernel's, with the path of the file: a container may see /proc/sys
 * read-only.
 */
public final class Forwarding {
  private static final Path SETTINGS = Path.of("/proc/sys/net");
  private static final String OFF = "0";
  private static final String ON = "1";

  /** Listen to routers even though this machine forwards packets itself. */
  private static final String ACCEPT_ALWAYS = "2";

  private final Kernel kernel;
  private final TextFiles files;
  private final Path settings;

  /** That of this process's network namespace. */
  public Forwarding(Kernel kernel) {
    this(kernel, SETTINGS);
  }

  Forwarding(Kernel kernel, Path settings) {
    this.kernel = kernel;
    this.files = new TextFiles(kernel.files());
    this.settings = settings;
  }

  /**
   * What a bridge lacks whose ports are to be reached by IPv4 from everywhere, from this machine
   * also by 127.0.0.1.
   */
  public List<SettingChange> missingOfBridge(String bridge) {
    List<SettingChange> missing = missing(List.of(bridge));
    want("ipv4/conf/" + bridge + "/route_localnet", ON, missing);
    return missing;
  }

  /**
   * What devices lack that packets come in by which are not for this machine; for IPv4.
   *
   * @param devices names, see {@link #uplinks}
   */
  public List<SettingChange> missing(List<String> devices) {
    List<SettingChange> missing = new ArrayList<>();
    for (String device : devices) {
      want("ipv4/conf/" + device + "/forwarding", ON, missing);
    }
    return missing;
  }

  /**
   * The same for IPv6. Before Linux 6.17 there it is on or off for all devices; then the machine
   * would stop listening to its routers, so those that do are told to go on.
   *
   * @param devices names, among them the bridge's
   */
  public List<SettingChange> missingV6(List<String> devices) {
    List<SettingChange> missing = new ArrayList<>();
    if (read("ipv6/conf/all/forwarding").orElse(OFF).equals(ON)) {
      return missing;
    }
    for (String device : devices) {
      if (read("ipv6/conf/" + device + "/force_forwarding").isEmpty()) {
        return missingV6OfAll();
      }
      want("ipv6/conf/" + device + "/force_forwarding", ON, missing);
    }
    return missing;
  }

  private List<SettingChange> missingV6OfAll() {
    List<SettingChange> missing = new ArrayList<>();
    String[] devices = settings.resolve("ipv6/conf").toFile().list();
    if (devices != null) {
      Arrays.sort(devices);
      for (String device : devices) {
        String listens = "ipv6/conf/" + device + "/accept_ra";
        if (!device.equals("all") && !device.equals("lo") && read(listens).orElse(OFF).equals(ON)) {
          want(listens, ACCEPT_ALWAYS, missing);
        }
      }
    }
    want("ipv6/conf/all/forwarding", ON, missing); // last: it makes routes by routers go
    return missing;
  }

  private void want(String name, String wanted, List<SettingChange> missing) {
    Optional<String> value = read(name);
    if (value.isEmpty() && !hasDevice(name)) {
      return; // it is gone since it was listed
    }
    if (value.isEmpty()) {
      throw new KernelException("open", settings.resolve(name).toString(), Errno.ENOENT);
    }
    if (!value.get().equals(wanted)) {
      missing.add(new SettingChange(name, value.get(), wanted));
    }
  }

  private boolean hasDevice(String name) {
    return Files.exists(settings.resolve(name).resolveSibling("."));
  }

  /**
   * The devices that packets from others may come in by: all that are up and have an address beyond
   * their own link.
   *
   * @param v6 whether an address of IPv6 is meant
   * @param except those that are known, such as the bridge
   */
  public static List<String> uplinks(Links links, boolean v6, List<String> except) {
    List<LinkAddress> addresses = links.addresses();
    List<String> uplinks = new ArrayList<>();
    for (Link link : links.all()) {
      if (link.up()
          && !link.name().equals("lo")
          && !except.contains(link.name())
          && hasAddress(link, v6, addresses)) {
        uplinks.add(link.name());
      }
    }
    return uplinks;
  }

  private static boolean hasAddress(Link link, boolean v6, List<LinkAddress> addresses) {
    for (LinkAddress address : addresses) {
      if (address.link() == link.index() && address.address().isV6() == v6 && address.global()) {
        return true;
      }
    }
    return false;
  }

  /** Does what is missing; what has been done stays done when one of them fails. */
  public void apply(List<SettingChange> changes) {
    for (SettingChange change : changes) {
      write(change.name(), change.wanted());
    }
  }

  /**
   * Takes it back, the last first. What has another value by now, or is gone with its device, is
   * left alone; and what makes this machine a router for IPv4, if it has become one meanwhile by
   * somebody else's wish. One that fails keeps no other from being taken back.
   */
  public void restore(List<SettingChange> changes) {
    boolean isRouter = read("ipv4/ip_forward").orElse(OFF).equals(ON);
    KernelException failure = null;
    for (int i = changes.size() - 1; i >= 0; i--) {
      SettingChange change = changes.get(i);
      Optional<String> value = read(change.name());
      boolean stays = isRouter && change.letsPass();
      if (!stays && value.isPresent() && value.get().equals(change.wanted())) {
        try {
          write(change.name(), change.before());
        } catch (KernelException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Optional<String> read(String name) {
    return files.read(settings.resolve(name));
  }

  private void write(String name, String value) {
    String file = settings.resolve(name).toString();
    try (Fd fd = kernel.files().open(file, OpenFlag.O_WRONLY)) {
      kernel.files().writeAll(fd, value.getBytes(US_ASCII));
    }
  }
}
