package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** config.md#mounts: where mounts end up, what comes along with them, and what spreads. */
@Conformance
class MountTargetsIT {

  @Test
  @SpecRule("config.md#mounts: a target may be a link, which leads to a place inside the root")
  void aTargetThatIsALinkIsWhereItLeadsInside(Sandbox sandbox) {
    Path file = HostFiles.write(sandbox.newPath("file"), "content\n");
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /run/x/f; cat /usr/conf; ls -d /var/run/.")
                    .bind("/var/run/x/f", file, "bind")
                    .bind("/etc/conf", file, "bind"));
    Path rootfs = container.bundle().rootfs();
    HostFiles.folder(rootfs.resolve("run"));
    HostFiles.symlink(rootfs.resolve("var/run"), "../run");
    HostFiles.write(rootfs.resolve("usr/conf"), "hidden\n");
    HostFiles.symlink(rootfs.resolve("etc/conf"), "/usr/conf");
    assertThat(container.output()).isEqualTo("content\ncontent\n/var/run/.\n");
  }

  /** Debian's images have such a link, and engines mount a file of the host on it. */
  @ParameterizedTest(name = "{0}, /run {1}")
  @CsvSource({
    "../run/systemd/resolve/stub.conf, of the root",
    "../run/systemd/resolve/stub.conf, mounted before",
    "/../run/systemd/resolve/stub.conf, of the root",
    "other/stub.conf, mounted before"
  })
  @SpecRule("config.md#mounts: what is missing of a target is made, inside the root")
  void whatIsMissingWhereALinkLeadsIsMadeThere(String link, String run, Sandbox sandbox) {
    Path file = HostFiles.write(sandbox.newPath("file"), "nameserver\n");
    Container container =
        sandbox.container(
            config -> {
              config.sh("cat /etc/resolv.conf; grep -c stub.conf /proc/self/mountinfo");
              if (run.equals("mounted before")) {
                config.mount("/run", "tmpfs", "tmpfs");
              }
              config.bind("/etc/resolv.conf", file, "bind", "ro");
            });
    Path rootfs = container.bundle().rootfs();
    HostFiles.symlink(rootfs.resolve("etc/resolv.conf"), link);
    HostFiles.symlink(rootfs.resolve("etc/other"), "/run/nothing");
    assertThat(container.output()).isEqualTo("nameserver\n1\n");
  }

  /** Docker looks for the words and tells its user what to look for. */
  @ParameterizedTest(name = "a {0} on a {1}")
  @CsvSource({"folder, file", "file, folder"})
  @SpecRule("config.md#mounts: a mount that is impossible is an error")
  void aFolderOnAFileOrTheReverseIsSaidToBeNoDirectory(String from, String to, Sandbox sandbox) {
    Path there = sandbox.newFolder();
    HostFiles.folder(there.resolve("folder"));
    HostFiles.write(there.resolve("file"), "");
    Container container =
        sandbox.container(config -> config.bind("/there/" + to, there.resolve(from), "rbind"));
    HostFiles.folder(container.bundle().rootfs().resolve("there/folder"));
    HostFiles.write(container.bundle().rootfs().resolve("there/file"), "");
    container.createFailsAndLeavesNothing().failsSaying("there/" + to, "not a directory");
  }

  @Test
  @SpecRule("config.md#mounts: a mount that is impossible is an error")
  void aFileSystemOnAFileIsSaidToHaveNoDirectory(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.mount("/etc/file", "tmpfs", "tmpfs", "nosuid"));
    HostFiles.write(container.bundle().rootfs().resolve("etc/file"), "");
    container.createFailsAndLeavesNothing().failsSaying("etc/file", "not a directory");
  }

  @Test
  @OnlyFor("jrunc")
  void linksThatLeadToEachOtherAreAnErrorOfTheMount(Sandbox sandbox) {
    Path file = HostFiles.write(sandbox.newPath("file"), "");
    Container container = sandbox.container(config -> config.bind("/etc/a", file, "bind"));
    Path rootfs = container.bundle().rootfs();
    HostFiles.symlink(rootfs.resolve("etc/a"), "b");
    HostFiles.symlink(rootfs.resolve("etc/b"), "a");
    assertThat(container.createFailsAndLeavesNothing().stderr())
        .contains("mount " + file + " on /etc/a: too many levels of symbolic links (ELOOP)");
  }

  @Test
  @SpecRule("config.md#mounts: entries are mounted in order, one over the other if so listed")
  void aFolderMayBeMountedTwiceAsKubernetesDoesWithShm(Sandbox sandbox) {
    Path shared = sandbox.newFolder();
    HostFiles.write(shared.resolve("of-the-pod"), "");
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("ls /dev/shm; touch /dev/shm/x 2>/dev/null || echo refused")
                    .mount("/dev/shm", "tmpfs", "shm", "nosuid", "mode=1777", "size=64k")
                    .bind("/dev/shm", shared, "rbind", "ro"));
    assertThat(container.output()).isEqualTo("of-the-pod\nrefused\n");
  }

  @Test
  @SpecRule("config.md#mounts: a mount may be in one that was mounted before it")
  void targetsAreMadeInsideMountsThatCameBefore(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Path file = HostFiles.write(sandbox.newPath("file"), "content\n");
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /a/b/c/f; grep -c ' /a' /proc/self/mountinfo")
                    .mount("/a", "tmpfs", "tmpfs")
                    .bind("/a/b", source, "bind")
                    .mount("/a/b/c", "tmpfs", "tmpfs")
                    .bind("/a/b/c/f", file, "bind", "ro"));
    assertThat(container.output()).isEqualTo("content\n4\n");
    assertThat(HostFiles.names(source)).containsExactly("c");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rro, ro",
    "rnosuid, nosuid",
    "rnodev, nodev",
    "rnoexec, noexec",
    "rnoatime, noatime",
    "rnodiratime, nodiratime",
    "rnosymfollow, nosymfollow"
  })
  @SpecRule("config.md#mounts: options with an r are of the mount and all below it")
  void aRecursiveOptionHoldsForTheMountsBelow(String option, String shown, Sandbox sandbox) {
    Path source = sandbox.newFolder();
    String below = HostFiles.folder(source.resolve("below")).toString();
    List<MountEntry> mounts =
        shownWith(
            sandbox,
            config -> config.bind("/m", source, "rbind", option).bind("/n", source, "rbind"),
            "mount -t tmpfs jrunc " + below);
    assertThat(at("/m", mounts).options()).contains(shown);
    assertThat(at("/m/below", mounts).options()).contains(shown);
    assertThat(at("/n/below", mounts).options()).doesNotContain(shown);
  }

  @Test
  @SpecRule("config.md#mounts: options without an r are of the mount alone")
  void aPlainOptionLeavesTheMountsBelowAlone(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    String below = HostFiles.folder(source.resolve("below")).toString();
    List<MountEntry> mounts =
        shownWith(
            sandbox,
            config -> config.bind("/m", source, "rbind", "ro"),
            "mount -t tmpfs jrunc " + below);
    assertThat(at("/m", mounts).options()).contains("ro");
    assertThat(at("/m/below", mounts).options()).contains("rw");
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  @SpecRule("config.md#mounts: ro adds to the flags that the source has, in a user namespace too")
  void aReadOnlyBindInAUserNamespaceKeepsTheFlagsOfItsSource(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    List<MountEntry> mounts =
        shownWith(
            sandbox,
            config -> config.userNamespace(300_000).bind("/tmp", source, "bind", "ro"),
            "mount -t tmpfs -o nosuid,nodev,noexec jrunc " + source);
    assertThat(at("/tmp", mounts).options()).contains("ro", "nosuid", "nodev", "noexec");
  }

  /** Mounts spread as far as both the root's propagation and the mount's own let them. */
  @ParameterizedTest(name = "root {0}, bind {1}")
  @CsvSource({
    "'', '', true, false",
    "'', rprivate, false, false",
    "'', rslave, true, false",
    "'', rshared, true, false",
    "rslave, rshared, true, false",
    "rshared, '', true, true",
    "rshared, rshared, true, true",
    "rshared, rslave, true, false",
    "rshared, rprivate, false, false",
    "rprivate, '', false, false",
    "rprivate, rprivate, false, false",
    "rprivate, rshared, false, false",
  })
  @SpecRule("config-linux.md#rootfs-mount-propagation: and that of a bind mount")
  void mountsSpreadAsTheRootAndTheBindMountSay(
      String root, String bind, boolean fromHost, boolean toHost, Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Path host = sandbox.newPath("mountinfo");
    List<MountEntry> mounts =
        shownWith(
            sandbox,
            config -> {
              String[] options =
                  bind.isEmpty() ? new String[] {"rbind"} : new String[] {"rbind", bind};
              config.bind("/m", source, options);
              if (!root.isEmpty()) {
                config.set("/linux/rootfsPropagation", root);
              }
            },
            "mount --make-rshared / && mount -t tmpfs jrunc "
                + source
                + " && cat /proc/self/mountinfo > "
                + host);
    String group =
        at(source.toString(), MountEntry.parse(HostFiles.read(host))).propagation().stream()
            .filter(word -> word.startsWith("shared:"))
            .findFirst()
            .orElseThrow();
    List<String> shown = List.copyOf(at("/m", mounts).propagation());
    assertThat(shown.contains(group)).as("to the host: %s of %s", shown, group).isEqualTo(toHost);
    assertThat(toHost || shown.contains(group.replace("shared", "master")))
        .as("from the host: %s of %s", shown, group)
        .isEqualTo(fromHost);
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config-linux.md#masked-paths: however many folders there are")
  void allMaskedFoldersShowOneFileSystem(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("stat -c %d /etc/one /etc/two /etc/three | sort -u | wc -l")
                    .set("/linux/maskedPaths", List.of("/etc/one", "/etc/two", "/etc/three")));
    for (String name : List.of("one", "two", "three")) {
      HostFiles.folder(container.bundle().rootfs().resolve("etc").resolve(name));
    }
    assertThat(container.output()).isEqualTo("1\n");
  }

  @Test
  @SpecRule("config-linux.md#masked-paths: a path may be a link")
  void whatALinkLeadsToIsMasked(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /usr/secret; cat /etc/link")
                    .set("/linux/maskedPaths", List.of("/etc/link")));
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(rootfs.resolve("usr/secret"), "secret\n");
    HostFiles.symlink(rootfs.resolve("etc/link"), "../usr/secret");
    assertThat(container.output()).isEmpty();
  }

  @Test
  @SpecRule("config-linux.md#devices: a /dev that is the host's is not changed")
  void noDevicesAreMadeInABoundDev(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Container container =
        sandbox.container(
            config ->
                config
                    .args("true")
                    .withoutMount("/dev/pts")
                    .withoutMount("/dev")
                    .add(
                        "/linux/devices",
                        Map.of("path", "/dev/mine", "type", "c", "major", 1, "minor", 3))
                    .bind("/dev", source, "bind"));
    String nullDevice = source.resolve("null").toString();
    sandbox.program("mknod", "-m", "666", nullDevice, "c", "1", "3").execute().succeeds();
    container.run().succeeds();
    assertThat(HostFiles.names(source)).containsExactly("null");
  }

  @ParameterizedTest(name = "{0} {1}:{2}")
  @CsvSource({"b,1,3", "c,1,5", "p,0,0"})
  @SpecRule("config-linux.md#devices: a file that is there and is not the device must be an error")
  void anotherFileInThePlaceOfADeviceIsAnError(String type, int major, int minor, Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config.add(
                    "/linux/devices",
                    Map.of("path", "/opt/x", "type", type, "major", major, "minor", minor)));
    Path place = container.bundle().rootfs().resolve("opt/x");
    if (type.equals("p")) {
      HostFiles.write(place, "a file");
    } else {
      HostFiles.folder(container.bundle().rootfs().resolve("opt"));
      sandbox.program("mknod", place.toString(), "c", "1", "3").execute().succeeds();
    }
    container.createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config-linux.md#devices: a device that is there already is as good")
  void theSameDeviceMayBeThereAlready(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .args("head", "-c", "1", "/opt/zero")
                    .add(
                        "/linux/devices",
                        Map.of("path", "/opt/zero", "type", "c", "major", 1, "minor", 5)));
    HostFiles.folder(container.bundle().rootfs().resolve("opt"));
    String place = container.bundle().rootfs().resolve("opt/zero").toString();
    sandbox.program("mknod", place, "c", "1", "5").execute().succeeds();
    assertThat(container.output()).isEqualTo("\0");
  }

  @Test
  @OnlyFor("jrunc")
  @Requires(Need.USER_NAMESPACES)
  @SpecRule("config-linux.md#devices: in a user namespace the host's node stands for the device")
  void aNodeOfTheHostThatIsAnotherDeviceIsAnError(Sandbox sandbox) {
    sandbox
        .container(
            config ->
                config
                    .userNamespace(300_000)
                    .add(
                        "/linux/devices",
                        Map.of("path", "/dev/zero", "type", "c", "major", 1, "minor", 11)))
        .making("create")
        .execute()
        .failsSaying("/linux/devices/0", "/dev/zero", "it is not the device 1:11");
  }

  private static List<MountEntry> shownWith(
      Sandbox sandbox, Consumer<Config> edits, String mounting) {
    Container container =
        sandbox.container(
            config -> {
              config.args("cat", "/proc/self/mountinfo");
              edits.accept(config);
            });
    return MountEntry.parse(
        container
            .making("run")
            .through("unshare", "--mount", "sh", "-c", mounting + " && exec \"$@\"", "sh")
            .execute()
            .succeeds()
            .stdout());
  }

  private static MountEntry at(String path, List<MountEntry> mounts) {
    Optional<MountEntry> last = Optional.empty();
    for (MountEntry mount : mounts) {
      last = mount.path().equals(path) ? Optional.of(mount) : last;
    }
    assertThat(last).as("mount on %s of %s", path, mounts).isPresent();
    return last.orElseThrow();
  }
}
