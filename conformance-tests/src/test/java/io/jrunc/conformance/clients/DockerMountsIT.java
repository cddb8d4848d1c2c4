package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docker run} puts below the root: file systems in memory, binds, volumes. */
@Clients
class DockerMountsIT {
  private final Dockerd dockerd = Dockerd.shared();
  private final DockerShell shell = new DockerShell(dockerd);
  private final Path folder = DockerShell.newFolder();

  @AlsoToday
  @Test
  void ofAReadOnlyRootOnlyWhatIsMountedCanBeWritten() {
    assertThat(
            shell.run(
                List.of("--read-only", "--tmpfs", "/tmp", "-v", folder + ":/b"),
                "for f in /x /etc/hosts /tmp/x /dev/shm/x /b/x; do"
                    + " { true >$f; } 2>/dev/null && echo $f; done; true"))
        .isEqualTo("/tmp/x\n/dev/shm/x\n/b/x\n");
    assertThat(folder.resolve("x")).exists();
  }

  @Test
  void fileSystemsInMemoryHaveTheirOptions() {
    assertThat(
            shell.run(
                List.of(
                    "--tmpfs=/a:rw,size=64k,mode=0700,uid=1000,exec",
                    "--tmpfs=/b:ro,nr_inodes=10",
                    "--mount=type=tmpfs,dst=/c,tmpfs-size=1048576,tmpfs-mode=1770",
                    "--shm-size=1m"),
                "grep -E ' /(a|b|c|dev/shm) ' /proc/mounts | sort -k 2 | cut -d ' ' -f 2,4;"
                    + " stat -c '%a %u' /a /c; touch /b/x 2>/dev/null || echo refused"))
        .isEqualTo(
            """
            /a rw,nosuid,nodev,relatime,size=64k,mode=700,uid=1000
            /b ro,nosuid,nodev,noexec,relatime,nr_inodes=10
            /c rw,nosuid,nodev,noexec,relatime,size=1024k,mode=1770
            /dev/shm rw,nosuid,nodev,noexec,relatime,size=1024k
            700 1000
            1770 0
            refused
            """);
  }

  @AlsoToday
  @Test
  void aMountThatIsMadeLaterSpreadsAsThePropagationSays() {
    Path shared = mount(folder, "shared");
    Call.of("mount", "--make-rshared", shared.toString()).run().succeeds();
    HostFiles.folder(shared.resolve("late"));
    HostFiles.folder(shared.resolve("inside"));
    List<String> options = new ArrayList<>(List.of("--cap-add", "SYS_ADMIN"));
    for (String propagation : List.of("rprivate", "rslave", "rshared")) {
      options.add("--mount");
      options.add(
          "type=bind,src=" + shared + ",dst=/" + propagation + ",bind-propagation=" + propagation);
    }
    String container = dockerd.start(options, "sleep", "1000");
    try {
      HostFiles.write(mount(shared, "late").resolve("seen"), "");
      assertThat(shell.exec(container, "ls -d /*/late/seen"))
          .isEqualTo("/rshared/late/seen\n/rslave/late/seen\n");
      shell.exec(container, "mount -t tmpfs in /rslave/inside");
      assertThat(mounts()).doesNotContain(shared + "/inside ");
      shell.exec(container, "mount -t tmpfs in /rshared/inside");
      assertThat(mounts()).contains(shared + "/inside ");
    } finally {
      dockerd.remove(container);
      unmount(shared.resolve("inside"), shared.resolve("late"), shared);
    }
  }

  @Test
  void bindsBringAlongWhatIsMountedBelowIfTheyAreRecursive() {
    Path below = mount(folder, "below");
    HostFiles.write(below.resolve("x"), "");
    try {
      assertThat(
              shell.run(
                  List.of(
                      "--mount=type=bind,src=" + folder + ",dst=/all",
                      "--mount=type=bind,src=" + folder + ",dst=/one,bind-nonrecursive",
                      "--mount=type=bind,src=" + folder + ",dst=/ro,readonly",
                      "-v",
                      folder + ":/v:ro"),
                  "for d in all one ro v; do echo $d $(ls /$d /$d/below);"
                      + " touch /$d/y 2>/dev/null && rm /$d/y && echo written; done"))
          .isEqualTo(
              """
              all /all: below /all/below: x
              written
              one /one: below /one/below:
              written
              ro /ro: below /ro/below: x
              v /v: below /v/below: x
              """);
    } finally {
      unmount(below);
    }
  }

  @AlsoToday
  @Test
  void aNamedVolumeBeginsWithWhatItHidesAndLastsUntilItIsRemoved() {
    String volume = "volume-of-mounts";
    try {
      assertThat(shell.run(List.of("-v", volume + ":/etc"), "cat /etc/group; echo new >/etc/new"))
          .contains("more:x:2000:user");
      assertThat(
              shell.run(
                  List.of("-v", volume + ":/v:ro", "-v", volume + ":/bin/deep/er:nocopy"),
                  "cat /v/new /bin/deep/er/new; touch /v/x 2>/dev/null || echo refused"))
          .isEqualTo("new\nnew\nrefused\n");
      String container =
          dockerd.start(List.of("-v", volume + ":/v", "-v", folder + ":/b:ro"), "true");
      assertThat(
              shell.run(
                  List.of("--volumes-from", container),
                  "touch /v/y && ls /v/y; touch /b/y 2>/dev/null || echo refused"))
          .isEqualTo("/v/y\nrefused\n");
      dockerd.remove(container);
    } finally {
      dockerd.docker("volume", "rm", volume).succeeds();
    }
  }

  @Test
  void aVolumeWithoutANameIsRemovedWithItsContainer() {
    String container = dockerd.start(List.of("-v", "/anonymous"), "touch", "/anonymous/x");
    dockerd.docker("wait", container).succeeds();
    Path source = Path.of(dockerd.inspect(container, "(index .Mounts 0).Source"));
    assertThat(HostFiles.names(source)).containsExactly("x");
    dockerd.remove(container);
    assertThat(source).doesNotExist();
  }

  @Test
  void aVolumeMayBeAnyFileSystem() {
    assertThat(
            shell.run(
                List.of(
                    "--mount=type=volume,dst=/v,volume-driver=local,volume-opt=type=tmpfs,"
                        + "volume-opt=device=tmpfs,volume-opt=o=size=1m"),
                "grep ' /v ' /proc/mounts"))
        .isEqualTo("tmpfs /v tmpfs rw,relatime,size=1024k 0 0\n");
  }

  @Test
  void aFileASocketAndWhatALinkLeadsToAreBound() {
    Path file = HostFiles.write(folder.resolve("file"), "old\n");
    Path link = HostFiles.symlink(folder.resolve("link"), "file");
    assertThat(
            shell.run(
                List.of(
                    "-v", file + ":/etc/group",
                    "-v", link + ":/l:ro",
                    "-v", "/run/docker.sock:/docker.sock"),
                "cat /etc/group /l; test -S /docker.sock && echo socket;"
                    + " echo new >/etc/group; { echo x >/l; } 2>/dev/null || echo refused"))
        .isEqualTo("old\nold\nsocket\nrefused\n");
    assertThat(HostFiles.read(file)).isEqualTo("new\n");
  }

  @Test
  void aSourceThatIsMissingIsMadeForAVolumeAndAnErrorOfAMount() {
    Path missing = folder.resolve("mis/sing");
    dockerd
        .run(List.of("--mount=type=bind,src=" + missing + ",dst=/b"), "true")
        .exits(125)
        .failsSaying("bind source path does not exist: " + missing);
    assertThat(shell.run(List.of("-v", missing + ":/b"), "touch /b/x && ls /b")).isEqualTo("x\n");
    assertThat(missing.resolve("x")).exists();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({"folder, /etc/group", "folder/file, /etc", "folder, /proc/uptime"})
  void aFolderOnAFileOrTheReverseIsExplained(String source, String target) {
    HostFiles.write(folder.resolve("folder/file"), "");
    dockerd
        .run(List.of("-v", folder.resolve(source) + ":" + target), "true")
        .failsSaying(target, "Are you trying to mount a directory onto a file (or vice-versa)?");
  }

  @ParameterizedTest
  @CsvSource({"/proc", "/proc/self/attr"})
  void procStaysAsItIs(String target) {
    dockerd.run(List.of("-v", folder + ":" + target), "true").exits(125).failsSaying("/proc");
  }

  @AlsoToday
  @Test
  void mountsMayBeManyAndTheirNamesMayHaveAnyLetters() {
    List<String> options = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      Path source = HostFiles.folder(folder.resolve("größe 😀 " + i));
      HostFiles.write(source.resolve("n"), i + "\n");
      options.add("-v");
      options.add(source + ":/m/ein 'Ort\" €/" + i);
    }
    options.addAll(List.of("--workdir", "/m/ein 'Ort\" €"));
    assertThat(shell.run(options, "cat */n | sort -n | uniq | wc -l; cat 77/n"))
        .isEqualTo("100\n77\n");
  }

  private static Path mount(Path in, String name) {
    Path target = HostFiles.folder(in.resolve(name));
    Call.of("mount", "-t", "tmpfs", name, target.toString()).run().succeeds();
    return target;
  }

  private static String mounts() {
    return HostFiles.read("/proc/self/mountinfo");
  }

  private static void unmount(Path... targets) {
    for (Path target : targets) {
      if (mounts().contains(" " + target + " ")) {
        Call.of("umount", target.toString()).run().succeeds();
      }
    }
  }
}
