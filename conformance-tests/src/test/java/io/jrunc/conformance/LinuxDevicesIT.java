package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** config-linux.md: devices, default devices, masked and read-only paths. */
@Conformance
class LinuxDevicesIT {

  @ParameterizedTest(name = "{0}")
  @CsvSource({"null,1,3", "zero,1,5", "full,1,7", "random,1,8", "urandom,1,9", "tty,5,0"})
  @SpecRule("config-linux.md#default-devices: these must be supplied")
  void aDefaultDeviceIsThere(String name, String major, String minor, Sandbox sandbox) {
    assertThat(stat(sandbox, c -> {}, "/dev/" + name))
        .isEqualTo("character special file " + major + ":" + minor + " 666 0:0\n");
  }

  @Test
  @SpecRule("config-linux.md#default-devices: /dev/ptmx is a link or a bind mount of pts/ptmx")
  void ptmxOpensTheContainersOwnTerminals(Sandbox sandbox) {
    assertThat(stat(sandbox, c -> {}, "-L /dev/ptmx")).contains(" 5:2 666 ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fd,/proc/self/fd",
    "stdin,/proc/self/fd/0",
    "stdout,/proc/self/fd/1",
    "stderr,/proc/self/fd/2"
  })
  @SpecRule("runtime-linux.md#dev-symbolic-links: links that must be there after the mounts")
  void aLinkOfDevIsThere(String name, String target, Sandbox sandbox) {
    assertThat(sandbox.container(c -> c.args("readlink", "/dev/" + name)).output())
        .isEqualTo(target + "\n");
  }

  @Test
  @SpecRule("config-linux.md#default-devices: they work, whatever the allowed devices are")
  void theDefaultDevicesCanBeUsed(Sandbox sandbox) {
    String script =
        "echo x > /dev/null && head -c 3 /dev/zero | wc -c && head -c 3 /dev/urandom | wc -c;"
            + " echo x 2>/dev/null > /dev/full || echo full";
    List<Map<String, Object>> denyAll = List.of(Map.of("allow", false, "access", "rwm"));
    Container container =
        sandbox.container(c -> c.sh(script).set("/linux/resources/devices", denyAll));
    assertThat(container.output()).isEqualTo("3\n3\nfull\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: type c with major, minor, fileMode, uid and gid")
  void aCharacterDeviceIsMade(Sandbox sandbox) {
    Map<String, Object> device = device("/dev/mine", "c", 1, 3, 0640, 1000, 1001);
    assertThat(stat(sandbox, c -> c.add("/linux/devices", device), "/dev/mine"))
        .isEqualTo("character special file 1:3 640 1000:1001\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: type u is a character device without buffer")
  void anUnbufferedCharacterDeviceIsMade(Sandbox sandbox) {
    Map<String, Object> device = device("/dev/mine", "u", 1, 5, 0600, 0, 0);
    assertThat(stat(sandbox, c -> c.add("/linux/devices", device), "/dev/mine"))
        .isEqualTo("character special file 1:5 600 0:0\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: type b with major and minor")
  void aBlockDeviceIsMade(Sandbox sandbox) {
    Map<String, Object> device = device("/dev/disk", "b", 259, 70000, 0660, 0, 6);
    assertThat(stat(sandbox, c -> c.add("/linux/devices", device), "/dev/disk"))
        .isEqualTo("block special file 103:11170 660 0:6\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: type p is a fifo, without major and minor")
  void aFifoIsMade(Sandbox sandbox) {
    Map<String, Object> device = Map.of("path", "/dev/pipe", "type", "p", "fileMode", 0622);
    assertThat(stat(sandbox, c -> c.add("/linux/devices", device), "/dev/pipe"))
        .isEqualTo("fifo 0:0 622 0:0\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: path is the full path inside the container")
  void aDeviceMayBeOutsideOfDevInAFolderThatIsMade(Sandbox sandbox) {
    Map<String, Object> device = device("/opt/new/zero", "c", 1, 5, 0666, 0, 0);
    Container container =
        sandbox.container(
            c -> c.sh("head -c 2 /opt/new/zero | wc -c").add("/linux/devices", device));
    assertThat(container.output()).isEqualTo("2\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: fileMode is the mode of the file")
  void theModeMayCarryTheTypeOfTheFileAsSomeEnginesWriteIt(Sandbox sandbox) {
    Map<String, Object> device = device("/dev/mine", "c", 1, 3, 020640, 0, 0);
    assertThat(stat(sandbox, c -> c.add("/linux/devices", device), "/dev/mine"))
        .isEqualTo("character special file 1:3 640 0:0\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: the caller's umask must not change fileMode")
  void theModeIsIndependentOfTheCallersUmask(Sandbox sandbox) {
    Map<String, Object> device = device("/dev/mine", "c", 1, 3, 0666, 0, 0);
    Container container =
        sandbox.container(
            c ->
                c.args("stat", "-c", "%a", "/dev/mine", "/dev/null").add("/linux/devices", device));
    assertThat(container.making("run").after("umask 077").execute().succeeds().stdout())
        .isEqualTo("666\n666\n");
  }

  @Test
  @SpecRule("config-linux.md#devices: an unknown type must be an error")
  void anUnknownTypeIsAnError(Sandbox sandbox) {
    Container container =
        sandbox.container(c -> c.add("/linux/devices", device("/dev/x", "q", 1, 3, 0666, 0, 0)));
    container.createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config-linux.md#masked-paths: they cannot be read from inside the container")
  void aMaskedFileIsEmptyAndAMaskedFolderHasNothing(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh(
                        "cat /etc/secret; ls -A /etc/secrets;"
                            + " touch /etc/secrets/x 2>/dev/null || echo refused")
                    .set("/linux/maskedPaths", List.of("/etc/secret", "/etc/secrets")));
    HostFiles.write(container.bundle().rootfs().resolve("etc/secret"), "secret");
    HostFiles.write(container.bundle().rootfs().resolve("etc/secrets/one"), "secret");
    assertThat(container.output()).isEqualTo("refused\n");
    assertThat(Host.devNull()).isEqualTo("1:3 0666");
  }

  @Test
  @SpecRule("config-linux.md#masked-paths: a path that is not there is passed over")
  void aMissingMaskedOrReadOnlyPathIsPassedOver(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("echo ran; ls /no")
                    .set("/linux/maskedPaths", List.of("/no/such", "/proc/no/such"))
                    .set("/linux/readonlyPaths", List.of("/no/such", "/proc/no/such")));
    assertThat(container.run().stdout()).isEqualTo("ran\n");
  }

  @Test
  @SpecRule("config-linux.md#readonly-paths: they are read-only inside the container")
  void aReadOnlyPathCanBeReadButNotWritten(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh(
                        "cat /etc/kept/f; echo x 2>/dev/null > /etc/kept/f || echo refused;"
                            + " echo 1 2>/dev/null > /proc/sys/kernel/msgmax || echo refused")
                    .set("/linux/readonlyPaths", List.of("/etc/kept", "/proc/sys")));
    HostFiles.write(container.bundle().rootfs().resolve("etc/kept/f"), "kept\n");
    assertThat(container.output()).isEqualTo("kept\nrefused\nrefused\n");
  }

  @Test
  @SpecRule("config-linux.md#readonly-paths: flags that the mount had before stay")
  void aReadOnlyPathKeepsTheOtherFlagsOfItsMount(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .args("cat", "/proc/self/mountinfo")
                    .set("/linux/readonlyPaths", List.of("/proc/sys")));
    MountEntry mount =
        MountEntry.parse(container.output()).stream()
            .filter(m -> m.path().equals("/proc/sys"))
            .findFirst()
            .orElseThrow();
    assertThat(mount.options()).contains("ro", "nosuid", "nodev", "noexec");
  }

  private static Map<String, Object> device(
      String path, String type, int major, int minor, int mode, int uid, int gid) {
    return Map.of(
        "path",
        path,
        "type",
        type,
        "major",
        major,
        "minor",
        minor,
        "fileMode",
        mode,
        "uid",
        uid,
        "gid",
        gid);
  }

  /** Type, major and minor (stat gives them in base 16), mode and owner, as seen inside. */
  private static String stat(Sandbox sandbox, Consumer<Config> edits, String path) {
    return sandbox
        .container(
            config -> {
              edits.accept(config);
              config.sh("stat -c '%F %t:%T %a %u:%g' " + path);
            })
        .output();
  }
}
