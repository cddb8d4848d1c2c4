package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Bundle;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** config.md#mounts: order, targets, sources, options and the file systems that containers use. */
@Conformance
class ConfigMountsIT {

  @Test
  @SpecRule("config.md#mounts: the runtime must mount in the listed order")
  void mountsAreMadeInTheListedOrder(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /m/sub/file; ls /m")
                    .mount("/m", "tmpfs", "hidden")
                    .mount("/m", "tmpfs", "shown")
                    .bind("/m/sub", "sub", "rbind"));
    HostFiles.write(container.bundle().folder().resolve("sub/file"), "content\n");
    assertThat(container.output()).isEqualTo("content\nsub\n");
  }

  @Test
  @SpecRule("config.md#mounts: without mounts the container has its root file system only")
  void mountsMayBeAbsent(Sandbox sandbox) {
    assertThat(sandbox.container(config -> config.sh("echo ran").remove("/mounts")).output())
        .isEqualTo("ran\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ro, ro, rw",
    "rw, rw, ro",
    "ro:rw, rw, ro",
    "rw:ro, ro, rw",
    "nosuid, nosuid, ''",
    "nosuid:suid, '', nosuid",
    "nodev, nodev, ''",
    "nodev:dev, '', nodev",
    "noexec, noexec, ''",
    "noexec:exec, '', noexec",
    "sync, sync, ''",
    "sync:async, '', sync",
    "dirsync, dirsync, ''",
    "noatime, noatime, relatime",
    "noatime:atime, relatime, noatime",
    "nodiratime, nodiratime, ''",
    "nodiratime:diratime, '', nodiratime",
    "relatime, relatime, noatime",
    "strictatime, '', relatime",
    "strictatime:nostrictatime, relatime, ''",
    "defaults, rw, nosuid",
    "nosuid:nodev:noexec:ro, nosuid:nodev:noexec:ro, ''",
  })
  @SpecRule("config.md#mounts: options of mount(8) that must be known; the later wins")
  void aMountHasTheGivenOptions(String options, String present, String absent, Sandbox sandbox) {
    assertOptions(options, present, absent, sandbox);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lazytime, lazytime, ''",
    "lazytime:nolazytime, '', lazytime",
    "iversion, '', ''",
    "noiversion, '', ''",
    "silent, '', ''",
    "loud, '', ''",
    "mand, '', ''",
    "nomand, '', ''",
    "nosymfollow, nosymfollow, ''",
    "nosymfollow:symfollow, '', nosymfollow",
  })
  @SpecRule("config.md#mounts: rarer options of mount(8) that must be known as well")
  void aMountHasTheGivenRareOptions(
      String options, String present, String absent, Sandbox sandbox) {
    assertOptions(options, present, absent, sandbox);
  }

  private static void assertOptions(
      String options, String present, String absent, Sandbox sandbox) {
    MountEntry mount =
        mounted(sandbox, config -> config.mount("/m", "tmpfs", "tmpfs", options.split(":")));
    // flags of the file system are shown with its data, those of the mount before
    String shown = String.join(":", mount.options()) + ":" + String.join(":", mount.data());
    List<String> all = List.of(shown.split(":"));
    assertThat(all).containsAll(words(present));
    words(absent)
        .forEach(word -> assertThat(mount.options()).as(mount.toString()).doesNotContain(word));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":"));
  }

  @Test
  @SpecRule("config.md#mounts: other options go to the file system as its data")
  void otherOptionsAreTheFileSystemsData(Sandbox sandbox) {
    MountEntry mount =
        mounted(
            sandbox,
            config -> config.mount("/m", "tmpfs", "named", "nosuid", "size=64k", "mode=1750"));
    assertThat(mount.data()).contains("size=64k", "mode=1750");
    assertThat(mount.source()).isEqualTo("named");
    assertThat(mount.type()).isEqualTo("tmpfs");
  }

  @Test
  @SpecRule("config.md#mounts: other options go to the file system, which may refuse them")
  void anOptionThatTheFileSystemRefusesIsAnError(Sandbox sandbox) {
    refused(sandbox, config -> config.mount("/m", "tmpfs", "tmpfs", "bogus=1"));
  }

  @Test
  @SpecRule("config.md#mounts: a type that the kernel does not know must be an error")
  void anUnknownTypeIsAnError(Sandbox sandbox) {
    refused(sandbox, config -> config.mount("/m", "bogusfs", "none"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "shared, shared:[0-9]+",
    "rshared, shared:[0-9]+",
    "private, ''",
    "rprivate, ''",
    "slave, ''",
    "rslave, ''",
    "unbindable, unbindable",
    "runbindable, unbindable",
  })
  @SpecRule("config.md#mounts: options of mount_namespaces(7), propagation")
  void aMountHasTheGivenPropagation(String option, String shown, Sandbox sandbox) {
    MountEntry mount =
        mounted(sandbox, config -> config.mount("/m", "tmpfs", "tmpfs", "nosuid", option));
    assertThat(String.join(" ", mount.propagation())).matches(shown);
    assertThat(mount.options()).contains("nosuid");
  }

  @Test
  @SpecRule("config.md#mounts: source of a bind mount is a file or a folder of the host")
  void aBindMountShowsTheHostsFolder(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Container container =
        sandbox.container(
            config -> config.sh("cat /m/in; echo out > /m/out").bind("/m", source, "bind"));
    HostFiles.write(source.resolve("in"), "in\n");
    assertThat(container.output()).isEqualTo("in\n");
    assertThat(HostFiles.read(source.resolve("out"))).isEqualTo("out\n");
  }

  @Test
  @SpecRule("config.md#mounts: source of a bind mount is a file or a folder of the host")
  void aBindMountMayBeOfAFile(Sandbox sandbox) {
    Path source = HostFiles.write(sandbox.newPath("file"), "content\n");
    assertThat(
            sandbox
                .container(
                    c -> c.args("cat", "/etc/new/file").bind("/etc/new/file", source, "bind"))
                .output())
        .isEqualTo("content\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"none", "bind", "", "ext4"})
  @SpecRule("config.md#mounts: a mount is a bind mount by its options, its type is ignored")
  void theTypeOfABindMountIsIgnored(String type, Sandbox sandbox) {
    Path source = HostFiles.write(sandbox.newFolder().resolve("f"), "content\n");
    assertThat(
            sandbox
                .container(c -> c.args("cat", "/m").mount("/m", type, source.toString(), "rbind"))
                .output())
        .isEqualTo("content\n");
  }

  @Test
  @SpecRule("config.md#mounts: type may be absent")
  void aBindMountNeedsNoType(Sandbox sandbox) {
    Path source = HostFiles.write(sandbox.newFolder().resolve("f"), "content\n");
    Map<String, Object> mount =
        Map.of("destination", "/m", "source", source.toString(), "options", List.of("bind"));
    assertThat(sandbox.container(c -> c.args("cat", "/m").add("/mounts", mount)).output())
        .isEqualTo("content\n");
  }

  @Test
  @SpecRule("config.md#mounts: a relative source of a bind mount is below the bundle")
  void aRelativeSourceIsBelowTheBundle(Sandbox sandbox) {
    Container container =
        sandbox.container(c -> c.args("cat", "/m/f").bind("/m", "folder", "bind"));
    HostFiles.write(container.bundle().folder().resolve("folder/f"), "content\n");
    assertThat(container.output()).isEqualTo("content\n");
  }

  @Test
  @SpecRule("config.md#mounts: a source that is not there must be an error")
  void aMissingSourceIsAnError(Sandbox sandbox) {
    refused(sandbox, config -> config.bind("/m", "/no/such/source", "bind"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ro, ro", "nosuid, nosuid", "nodev, nodev", "noexec, noexec", "noatime, noatime"})
  @SpecRule("config.md#mounts: options apply to bind mounts as well")
  void aBindMountHasTheGivenOptions(String option, String shown, Sandbox sandbox) {
    Path source = sandbox.newFolder();
    MountEntry mount = mounted(sandbox, config -> config.bind("/m", source, "bind", option));
    assertThat(mount.options()).contains(shown);
  }

  @Test
  @SpecRule("config.md#mounts: ro of a bind mount leaves the source writable for others")
  void aReadOnlyBindMountIsReadOnlyInTheContainerOnly(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("echo x > /ro/f 2>/dev/null || echo refused; echo y > /rw/f")
                    .bind("/ro", source, "rbind", "ro")
                    .bind("/rw", source, "rbind"));
    assertThat(container.output()).isEqualTo("refused\n");
    assertThat(HostFiles.read(source.resolve("f"))).isEqualTo("y\n");
  }

  @Test
  @SpecRule("config.md#mounts: bind is of one mount, rbind of all below as well")
  void rbindTakesTheMountsBelowAndBindDoesNot(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    HostFiles.folder(source.resolve("below"));
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("ls /one/below; echo -; ls /all/below")
                    .bind("/one", source, "bind")
                    .bind("/all", source, "rbind"));
    String mounting =
        "mount -t tmpfs jrunc "
            + source.resolve("below")
            + " && touch "
            + source.resolve("below/file");
    String shown = inOwnMounts(container, mounting).execute().succeeds().stdout();
    assertThat(shown).isEqualTo("-\nfile\n");
  }

  @Test
  @SpecRule("config.md#mounts: what is mounted in the container does not appear on the host")
  void mountsOfTheContainerDoNotReachTheHost(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("mount -t tmpfs x /m && touch /m/made && ls /m")
                    .capabilities("CAP_SYS_ADMIN")
                    .bind("/m", source, "rbind"));
    String before = "mount --make-rshared /; trap 'ls " + source + "' EXIT";
    String shown =
        container
            .making("run")
            .through("unshare", "--mount", "sh", "-c", before + "; \"$@\"", "sh")
            .execute()
            .succeeds()
            .stdout();
    assertThat(shown).isEqualTo("made\n");
  }

  @Test
  @SpecRule("config.md#mounts: rslave lets mounts of the host reach the container")
  void aSlaveSeesWhatTheHostMountsLater(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    HostFiles.folder(source.resolve("below"));
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("echo ready; until [ -e /m/below/later ]; do sleep 0.05; done; echo seen")
                    .set("/linux/rootfsPropagation", "rslave")
                    .bind("/m", source, "rbind", "rslave"));
    String script =
        "mount --make-rshared /; mount --bind $SOURCE $SOURCE; \"$@\" && $RUNTIME start $ID && mount -t tmpfs x $BELOW"
            + " && touch $BELOW/later; while $RUNTIME state $ID | grep -q running; do sleep 0.1; done";
    String runtime = String.join(" ", sandbox.runtime().command().line());
    container
        .make(
            container
                .making("create")
                .env("RUNTIME", runtime)
                .env("ID", container.id())
                .env("SOURCE", source.toString())
                .env("BELOW", source.resolve("below").toString())
                .through("unshare", "--mount", "sh", "-c", script, "sh"))
        .await()
        .succeeds();
    assertThat(container.written()).isEqualTo("ready\nseen\n");
  }

  @Test
  @SpecRule("config.md#mounts: a missing destination is made")
  void aMissingTargetIsMadeAsWhatTheSourceIs(Sandbox sandbox) {
    Path folder = sandbox.newFolder();
    Path file = HostFiles.write(sandbox.newPath("file"), "");
    Container container =
        sandbox.container(
            config ->
                config
                    .bind("/new/deep/folder", folder, "bind")
                    .bind("/new/deep/file", file, "bind")
                    .mount("/new/tmp", "tmpfs", "tmpfs"));
    container.run().succeeds();
    Path made = container.bundle().rootfs().resolve("new");
    assertThat(made.resolve("deep/folder")).isDirectory();
    assertThat(made.resolve("deep/file")).isRegularFile();
    assertThat(made.resolve("tmp")).isDirectory();
  }

  @Test
  @SpecRule("config.md#mounts: destination is a path inside the container")
  @Cve("CVE-2019-18837")
  void aTargetBehindALinkStaysInsideTheRoot(Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("ls " + outside + "/made; touch " + outside + "/made/x")
                    .mount("/absolute/made", "tmpfs", "tmpfs")
                    .mount("/upwards/made", "tmpfs", "tmpfs"));
    Path rootfs = container.bundle().rootfs();
    HostFiles.symlink(rootfs.resolve("absolute"), outside.toString());
    HostFiles.symlink(rootfs.resolve("upwards"), "../../../../../.." + outside);
    HostFiles.folder(rootfs.resolve(outside.toString().substring(1)));
    container.run().succeeds();
    assertThat(HostFiles.names(outside)).isEmpty();
    assertThat(rootfs.resolve(outside.toString().substring(1)).resolve("made")).isDirectory();
  }

  @Test
  @SpecRule("config.md#mounts: destination is a path inside the container")
  void aTargetThatIsALinkToItselfIsAnError(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.mount("/loop/x", "tmpfs", "tmpfs"));
    HostFiles.symlink(container.bundle().rootfs().resolve("loop"), "loop");
    container.createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config.md#mounts: destination and source are any paths")
  void pathsMayHaveBlanksAndOtherLetters(Sandbox sandbox) {
    Path source = sandbox.newFolder().resolve("a b\\c ä");
    HostFiles.write(source.resolve("f"), "content\n");
    String target = "/to this/\u00fc\\x";
    assertThat(
            sandbox
                .container(c -> c.args("cat", target + "/f").bind(target, source, "bind"))
                .output())
        .isEqualTo("content\n");
  }

  @Test
  @SpecRule("config.md#mounts: options of any length go to the file system")
  void longOptionsReachTheFileSystem(Sandbox sandbox) {
    Path lower = sandbox.newFolder();
    Path one = HostFiles.folder(lower.resolve("one".repeat(60)));
    Path two = HostFiles.folder(lower.resolve("two".repeat(60)));
    HostFiles.write(one.resolve("first"), "");
    HostFiles.write(two.resolve("second"), "");
    assertThat(
            sandbox
                .container(
                    c ->
                        c.args("ls", "/m")
                            .mount("/m", "overlay", "overlay", "lowerdir=" + one + ":" + two))
                .output())
        .isEqualTo("first\nsecond\n");
  }

  @Test
  @SpecRule("config.md#mounts: as many as are listed")
  void aHundredMountsAreMade(Sandbox sandbox) {
    Path source = HostFiles.write(sandbox.newFolder().resolve("f"), "x");
    Consumer<Config> many =
        config -> {
          for (int i = 0; i < 100; i++) {
            config.bind("/m/" + i, source, "bind", "ro");
          }
        };
    assertThat(mounts(sandbox, many).stream().filter(m -> m.path().startsWith("/m/"))).hasSize(100);
  }

  @Test
  @SpecRule("config.md#mounts: remount changes what is mounted")
  void aRemountChangesTheOptionsOfAMount(Sandbox sandbox) {
    MountEntry mount =
        mounted(
            sandbox,
            config ->
                config
                    .mount("/m", "tmpfs", "tmpfs", "nosuid", "size=64k")
                    .mount("/m", "tmpfs", "tmpfs", "remount", "ro", "nosuid", "size=64k"));
    assertThat(mount.options()).contains("ro", "nosuid");
  }

  @Test
  @SpecRule("config.md#mounts: a relative destination is taken as below the root")
  void aRelativeTargetIsBelowTheRoot(Sandbox sandbox) {
    MountEntry mount = mounted(sandbox, config -> config.mount("m", "tmpfs", "tmpfs"));
    assertThat(mount.path()).isEqualTo("/m");
  }

  @Test
  @SpecRule("config-linux.md#default-filesystems: /proc of type proc")
  void procShowsTheContainersProcesses(Sandbox sandbox) {
    assertThat(sandbox.container(c -> c.sh("echo /proc/[0-9]*; cat /proc/1/comm; true")).output())
        .isEqualTo("/proc/1\nsh\n");
  }

  @Test
  @SpecRule("config-linux.md#default-filesystems: /sys of type sysfs, of the container's network")
  void sysShowsTheContainersNetwork(Sandbox sandbox) {
    assertThat(sandbox.container(c -> c.args("ls", "/sys/class/net")).output()).contains("lo\n");
    MountEntry mount =
        mounts(sandbox, c -> {}).stream()
            .filter(m -> m.path().equals("/sys"))
            .findFirst()
            .orElseThrow();
    assertThat(mount.type()).isEqualTo("sysfs");
    assertThat(mount.options()).contains("ro", "nosuid", "nodev", "noexec");
  }

  @Test
  @SpecRule("config-linux.md#default-filesystems: /dev/pts of type devpts")
  void devptsIsANewInstance(Sandbox sandbox) {
    String script = "ls /dev/pts; stat -c %a /dev/pts/ptmx";
    assertThat(sandbox.container(c -> c.sh(script)).output()).isEqualTo("ptmx\n666\n");
  }

  @Test
  @SpecRule("config-linux.md#default-filesystems: /dev/shm of type tmpfs")
  void shmIsATmpfsForAll(Sandbox sandbox) {
    Consumer<Config> shm =
        config ->
            config
                .sh("echo x > /dev/shm/x; stat -c %a /dev/shm; df -k /dev/shm | tail -1")
                .set("/process/user/uid", 1000)
                .mount(
                    "/dev/shm",
                    "tmpfs",
                    "shm",
                    "nosuid",
                    "noexec",
                    "nodev",
                    "mode=1777",
                    "size=65536k");
    assertThat(sandbox.container(shm).output()).startsWith("1777\n").containsPattern("shm +65536 ");
  }

  @Test
  @Requires(Need.MESSAGE_QUEUES)
  @SpecRule("config.md#mounts: file systems of the kernel, mqueue")
  void mqueueIsMounted(Sandbox sandbox) {
    MountEntry mount =
        mounted(sandbox, config -> config.mount("/m", "mqueue", "mqueue", "nosuid", "nodev"));
    assertThat(mount.type()).isEqualTo("mqueue");
  }

  @Test
  @Requires(Need.CGROUP_V1)
  @SpecRule("config.md#mounts: a cgroup mount shows the container's own groups, cgroup v1")
  void aCgroupMountShowsTheContainersGroupOfEveryController(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .args("cat", "/sys/fs/cgroup/pids/cgroup.procs")
                    .mount(
                        "/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "nodev", "noexec", "ro"));
    assertThat(container.output()).isEqualTo("1\n");
  }

  @Test
  @Requires(Need.CGROUP_V2)
  @SpecRule("config.md#mounts: a cgroup mount shows the container's own group, cgroup v2")
  void aCgroup2MountShowsTheContainersGroup(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .args("cat", "/sys/fs/cgroup/cgroup.procs")
                    .namespace("cgroup")
                    .mount(
                        "/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "nodev", "noexec", "ro"));
    assertThat(container.output()).isEqualTo("1\n");
  }

  @AlsoOnV2
  @Test
  @SpecRule("config.md#mounts: ro of a cgroup mount")
  void aReadOnlyCgroupMountCannotBeWritten(Sandbox sandbox) {
    String file = Cgroups.isV1() ? "/sys/fs/cgroup/pids/jrunc" : "/sys/fs/cgroup/jrunc";
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("mkdir " + file + " 2>/dev/null || echo refused")
                    .mount(
                        "/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "nodev", "noexec", "ro"));
    assertThat(container.output()).isEqualTo("refused\n");
  }

  @Test
  @SpecRule("config.md#root: path may be absolute or below the bundle")
  void theRootMayBeAnywhere(Sandbox sandbox) throws Exception {
    Container container = sandbox.container(config -> config.sh("cat /mark"));
    Bundle bundle = container.bundle();
    HostFiles.write(bundle.rootfs().resolve("mark"), "marked\n");
    Path elsewhere = sandbox.newFolder().resolve("tree");
    Files.move(bundle.rootfs(), elsewhere);
    bundle.write(bundle.config().set("/root/path", elsewhere.toString()));
    assertThat(container.output()).isEqualTo("marked\n");
    Files.move(elsewhere, bundle.folder().resolve("other"));
    bundle.write(bundle.config().set("/root/path", "other"));
    assertThat(container.output()).isEqualTo("marked\n");
  }

  @Test
  @SpecRule("config.md#root: readonly makes the root file system read-only in the container")
  void aReadOnlyRootCannotBeWritten(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("touch /tmp/x 2>/dev/null || echo refused; touch /dev/x && echo made")
                    .set("/root/readonly", true));
    assertThat(container.output()).isEqualTo("refused\nmade\n");
    assertThat(HostFiles.names(container.bundle().rootfs().resolve("tmp"))).isEmpty();
  }

  @Test
  @SpecRule("config.md#root: the container sees nothing of the host's tree")
  void nothingOfTheHostIsMounted(Sandbox sandbox) {
    assertThat(mounts(sandbox, c -> {}).stream().map(MountEntry::path))
        .containsExactlyInAnyOrder("/", "/proc", "/dev", "/dev/pts", "/sys");
  }

  private static List<MountEntry> mounts(Sandbox sandbox, Consumer<Config> edits) {
    Container container =
        sandbox.container(
            config -> {
              config.args("cat", "/proc/self/mountinfo");
              edits.accept(config);
            });
    return MountEntry.parse(container.output());
  }

  /** What a container shows of the mount on /m that its config has. */
  private static MountEntry mounted(Sandbox sandbox, Consumer<Config> edits) {
    List<MountEntry> all = mounts(sandbox, edits);
    return all.stream().filter(m -> m.path().equals("/m")).findFirst().orElseThrow();
  }

  private static Command inOwnMounts(Container container, String script) {
    return container
        .making("run")
        .through("unshare", "--mount", "sh", "-c", script + " && exec \"$@\"", "sh");
  }

  private static void refused(Sandbox sandbox, Consumer<Config> edits) {
    sandbox.container(edits).createFailsAndLeavesNothing();
  }
}
