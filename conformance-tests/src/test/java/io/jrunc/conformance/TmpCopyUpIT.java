package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** config.md#mounts: tmpcopyup, and what else a tmpfs takes over from the folder that it hides. */
@Conformance
class TmpCopyUpIT {

  private static final int FIRST = 300_000;

  @Test
  @SpecRule("config.md#mounts: tmpcopyup copies up the contents to a tmpfs")
  void aTmpfsBeginsWithWhatItHides(Sandbox sandbox) throws IOException {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh(
                        "cd /data; cat f sub/deep/g; readlink link; stat -c '%a %u:%g' f sub;"
                            + " echo changed > f; touch new; cat f")
                    .mount("/data", "tmpfs", "tmpfs", "nosuid", "tmpcopyup"));
    Path data = fill(container, 3, 4);
    assertThat(container.output()).isEqualTo("one\ntwo\nnowhere\n640 3:4\n711 3:4\nchanged\n");
    assertThat(data.resolve("new")).doesNotExist();
    assertThat(data.resolve("f")).hasContent("one\n");
  }

  @Test
  @SpecRule("config.md#mounts: tmpcopyup copies up the contents to a tmpfs")
  void ownersAreThoseInTheUserNamespace(Sandbox sandbox) throws IOException {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /data/f; stat -c '%a %u:%g' /data/f /data/sub")
                    .userNamespace(FIRST)
                    .mount("/data", "tmpfs", "tmpfs", "tmpcopyup"));
    fill(container, FIRST + 3, FIRST + 4);
    assertThat(container.output()).isEqualTo("one\n640 3:4\n711 3:4\n");
  }

  @Test
  @SpecRule("config.md#mounts: a link is a part of the contents, and not where it leads")
  void linksThatLeadOutAreNotFollowed(Sandbox sandbox) {
    Path secrets = sandbox.newFolder();
    HostFiles.write(secrets.resolve("secret"), "secret");
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /data/file /data/folder/secret 2>/dev/null; readlink /data/folder")
                    .mount("/data", "tmpfs", "tmpfs", "tmpcopyup"));
    Path data = container.bundle().rootfs().resolve("data");
    HostFiles.symlink(data.resolve("file"), secrets.resolve("secret").toString());
    HostFiles.symlink(data.resolve("folder"), secrets.toString());
    assertThat(container.output()).isEqualTo(secrets + "\n");
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config.md#mounts: what does not fit is an error")
  void moreThanTheTmpfsHoldsIsAnErrorThatLeavesNothing(Sandbox sandbox) {
    Container container =
        sandbox.container(c -> c.mount("/data", "tmpfs", "tmpfs", "size=64k", "tmpcopyup"));
    HostFiles.write(container.bundle().rootfs().resolve("data/big"), "x".repeat(200_000));
    container
        .making("create")
        .execute()
        .failsSaying("/mounts/", "tmpcopyup: copy /big", "no space left on device");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config.md#mounts: a read-only tmpfs is filled before it becomes so")
  void aReadOnlyTmpfsIsFilledAsWell(Sandbox sandbox) throws IOException {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /data/f; touch /data/x 2>/dev/null || echo refused")
                    .mount("/data", "tmpfs", "tmpfs", "ro", "tmpcopyup"));
    fill(container, 0, 0);
    assertThat(container.output()).isEqualTo("one\nrefused\n");
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config.md#mounts: tmpcopyup is for a tmpfs")
  void anyOtherMountCannotBeFilled(Sandbox sandbox) {
    sandbox
        .container(c -> c.bind("/data", sandbox.newFolder(), "bind", "tmpcopyup"))
        .making("create")
        .execute()
        .failsSaying("/options/1", "is an option of a new tmpfs only");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"0700", "0755", "0751"})
  @SpecRule("config.md#mounts: a tmpfs without a mode has that of the folder which it hides")
  void aTmpfsHasTheModeOfTheFolderThatItHides(String mode, Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .args("stat", "-c", "0%a", "/data", "/given", "/new")
                    .mount("/data", "tmpfs", "tmpfs", "nosuid")
                    .mount("/given", "tmpfs", "tmpfs", "mode=711")
                    .mount("/new", "tmpfs", "tmpfs"));
    HostFiles.folder(container.bundle().rootfs().resolve("data"), mode);
    HostFiles.folder(container.bundle().rootfs().resolve("given"), mode);
    List<String> modes = container.output().lines().toList();
    assertThat(modes.subList(0, 2)).containsExactly(mode, "0711");
  }

  /** A file, a folder in a folder with another, and a link that leads nowhere. */
  private static Path fill(Container container, int uid, int gid) throws IOException {
    Path data = container.bundle().rootfs().resolve("data");
    Path file = HostFiles.mode(HostFiles.write(data.resolve("f"), "one\n"), "0640");
    HostFiles.write(data.resolve("sub/deep/g"), "two\n");
    HostFiles.symlink(data.resolve("link"), "nowhere");
    Path sub = HostFiles.folder(data.resolve("sub"), "0711");
    for (Path path : List.of(data, sub, sub.resolve("deep"), sub.resolve("deep/g"), file)) {
      Files.setAttribute(path, "unix:uid", uid);
      Files.setAttribute(path, "unix:gid", gid);
    }
    return data;
  }
}
