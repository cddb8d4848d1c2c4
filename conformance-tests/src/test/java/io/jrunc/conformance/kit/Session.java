package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run of the suite: the runtime under test, a folder for all that it makes, and names that no
 * other run on this machine uses. Closing it removes the folder.
 */
public final class Session implements AutoCloseable {

  /** Environment variable of every command that the suite runs, by which strays are found. */
  public static final String MARKER = "JRUNC_CONFORMANCE";

  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private final String prefix;
  private final Path folder;
  private final AtomicInteger counter = new AtomicInteger();
  private final Map<String, Path> tools = new ConcurrentHashMap<>();
  private final List<String> applets;
  private final List<String> networkDevices = Host.networkDevices();
  private final List<String> forwarding = Host.forwarding();
  private final List<String> networkTables = Host.networkTables();
  private final RuntimeUnderTest runtime;
  private final OrdinaryUser user;
  private final Engines engines = new Engines(this);

  private Session(String prefix, Path executable) {
    this.prefix = prefix;
    // in /tmp and short: the path of a Unix socket below it has at most 107 bytes
    this.folder = HostFiles.folder(Path.of("/tmp", prefix), "0711");
    HostFiles.folder(folder.resolve("files"));
    copyBusybox();
    this.user = OrdinaryUser.make(HostFiles.folder(folder.resolve("user")));
    this.runtime = RuntimeUnderTest.of(this, executable);
    this.applets =
        new Command(this, List.of(busybox(), "--list")).execute().stdout().lines().toList();
  }

  static Session open() {
    String prefix = "jrunc-ct-" + Long.toString(ProcessHandle.current().pid(), 36);
    return new Session(prefix, RuntimeUnderTest.configured().orElseThrow());
  }

  public RuntimeUnderTest runtime() {
    return runtime;
  }

  /** The resident engines for commands that go the warm way. */
  public Engines engines() {
    return engines;
  }

  /** A user without rights, who may map subordinate ids. */
  public OrdinaryUser user() {
    return user;
  }

  /** The beginning of every container's id, and part of every path, that this run uses. */
  public String prefix() {
    return prefix;
  }

  public Path folder() {
    return folder;
  }

  /** The network devices that were there before the first test. */
  public List<String> networkDevices() {
    return networkDevices;
  }

  /** {@link Host#forwarding} before the first test. */
  public List<String> forwarding() {
    return forwarding;
  }

  /** The nftables that were there before the first test. */
  public List<String> networkTables() {
    return networkTables;
  }

  /** The state folder that the runtime is told to use. */
  public Path runtimeRoot() {
    return folder.resolve("root");
  }

  /** The cgroupsPath of a container: below one group that no other run uses. */
  public String cgroupsPath(String id) {
    return "/" + prefix + "/" + id;
  }

  /** A name that was not used before: an id for a container. */
  public String newId() {
    return prefix + "-" + counter.incrementAndGet();
  }

  public Path newFile(String kind) {
    return folder.resolve("files").resolve(counter.incrementAndGet() + "." + kind);
  }

  /** One of the helper programs of src/test/c, built by gcc when first asked for. */
  public Path tool(String name) {
    return tools.computeIfAbsent(name, this::build);
  }

  /** A new bundle whose root file system is busybox with a link for each applet. */
  public Bundle newBundle(String id, Config config) {
    return newBundle(folder.resolve("b" + id.substring(prefix.length())), config);
  }

  /** The same, below the user's home and owned by him. */
  Bundle newBundle(OrdinaryUser owner, String id, Config config) {
    Path place = owner.home().resolve("bundles").resolve("b" + id.substring(prefix.length()));
    Bundle bundle = newBundle(place, config);
    owner.own(bundle.folder());
    return bundle;
  }

  private Bundle newBundle(Path place, Config config) {
    Bundle bundle = new Bundle(place);
    HostFiles.folder(bundle.folder());
    Path bin = HostFiles.folder(bundle.rootfs().resolve("bin"));
    for (String name : List.of("proc", "dev", "sys", "etc", "root")) {
      HostFiles.folder(bundle.rootfs().resolve(name));
    }
    HostFiles.folder(bundle.rootfs().resolve("tmp"), "0777");
    try {
      Files.createLink(bin.resolve("busybox"), Path.of(busybox()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String applet : applets) {
      if (!applet.equals("busybox")) {
        HostFiles.symlink(bin.resolve(applet), "busybox");
      }
    }
    return bundle.write(config);
  }

  @Override
  public void close() {
    engines.close();
    Leftovers.removeParentGroups(this);
    HostFiles.deleteTree(folder);
  }

  private String busybox() {
    return folder.resolve("busybox").toString();
  }

  private void copyBusybox() {
    try {
      Files.copy(BUSYBOX, folder.resolve("busybox"));
      HostFiles.mode(folder.resolve("busybox"), "0755");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path build(String name) {
    Path source = folder.resolve(name + ".c");
    Path program = folder.resolve(name);
    try (InputStream in = Session.class.getResourceAsStream("/c/" + name + ".c")) {
      Files.copy(Optional.ofNullable(in).orElseThrow(), source);
      Process gcc =
          new ProcessBuilder( // static, so that it runs in a container as well
                  "gcc", "-O1", "-Wall", "-static", "-o", program.toString(), source.toString())
              .inheritIO()
              .start();
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException("gcc failed on " + source);
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException("building " + name + " (apt-get install gcc libc6-dev)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
