package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** config.md#mounts: idmap, ridmap, uidMappings and gidMappings of a mount. */
@Conformance
@Requires(Need.USER_NAMESPACES)
class IdMappedMountsIT {

  private static final int FIRST = 300_000;

  @Test
  @SpecRule("config.md#mounts: uidMappings and gidMappings of the mount must be used if given")
  void aMountShowsTheOwnersThatItsMappingsGive(Sandbox sandbox) throws IOException {
    Path source = folderOf(sandbox, 1000, 1001);
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("stat -c %u:%g /m/f; touch /m/new")
                    .set("/process/user", Map.of("uid", 7000, "gid", 8000))
                    .add("/mounts", mapped(source, "idmap", ids(1000, 7000), ids(1001, 8000))));
    assertThat(container.output()).isEqualTo("7000:8000\n");
    assertThat(owner(source.resolve("new"))).isEqualTo("1000:1001");
    assertThat(owner(source.resolve("f"))).isEqualTo("1000:1001");
  }

  @Test
  @SpecRule("config.md#mounts: without mappings, the user namespace of the container gives them")
  void aMountMayShowTheOwnersInsideTheContainersUserNamespace(Sandbox sandbox) throws IOException {
    Path source = folderOf(sandbox, 5, 6);
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("stat -c %u:%g /tmp/f; touch /tmp/new; stat -c %u:%g /tmp/new")
                    .userNamespace(FIRST)
                    .capabilities("CAP_DAC_OVERRIDE")
                    .bind("/tmp", source, "rbind", "idmap"));
    assertThat(container.output()).isEqualTo("5:6\n0:0\n");
    assertThat(owner(source.resolve("new"))).isEqualTo("0:0");
  }

  @Test
  @SpecRule("config.md#mounts: idmap is of the mount itself, ridmap of all below as well")
  void onlyRidmapMapsTheMountsBelow(Sandbox sandbox) throws IOException {
    Path source = folderOf(sandbox, 1000, 1000);
    HostFiles.folder(source.resolve("below"));
    Container container =
        sandbox.container(
            config -> {
              config.sh("stat -c %u /one/f /one/below/f /all/f /all/below/f");
              Map<String, Object> one = mapped(source, "idmap", ids(1000, 7), ids(1000, 7));
              one.put("destination", "/one");
              Map<String, Object> all = mapped(source, "ridmap", ids(1000, 7), ids(1000, 7));
              all.put("destination", "/all");
              config.add("/mounts", one).add("/mounts", all);
            });
    String below = source.resolve("below").toString();
    String mounting =
        "mount -t tmpfs jrunc " + below + " && touch " + below + "/f && chown 1000 " + below + "/f";
    assertThat(
            container
                .making("run")
                .through("unshare", "--mount", "sh", "-c", mounting + " && exec \"$@\"", "sh")
                .execute()
                .succeeds()
                .stdout())
        .isEqualTo("7\n1000\n7\n7\n");
  }

  @Test
  @SpecRule("config.md#mounts: options of the mount hold for an id-mapped one as well")
  void anIdMappedMountMayBeReadOnly(Sandbox sandbox) throws IOException {
    Path source = folderOf(sandbox, 0, 0);
    Container container =
        sandbox.container(
            config -> {
              Map<String, Object> mount = mapped(source, "idmap", ids(0, 0), ids(0, 0));
              mount.put("options", List.of("rbind", "idmap", "ro"));
              config.sh("touch /m/x 2>/dev/null || echo refused").add("/mounts", mount);
            });
    assertThat(container.output()).isEqualTo("refused\n");
  }

  @Test
  @SpecRule("config.md#mounts: a file system that cannot be id-mapped must be an error")
  void aFileSystemThatCannotBeMappedIsAnError(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c -> c.add("/mounts", mapped(Path.of("/sys/class"), "idmap", ids(0, 9), ids(0, 9))));
    container.createFailsAndLeavesNothing();
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config.md#mounts: a file system that cannot be id-mapped must be an error")
  void theErrorNamesTheFileSystemThatCannotBeMapped(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c -> c.add("/mounts", mapped(Path.of("/sys/class"), "idmap", ids(0, 9), ids(0, 9))));
    container
        .making("create")
        .execute()
        .failsSaying("/mounts/", "map the ids of /sys/class", "of type sysfs", "EINVAL");
  }

  @Test
  @SpecRule("config.md#mounts: without mappings and user namespace, idmap must be an error")
  void anIdMapThatNobodyGivesIsAnError(Sandbox sandbox) {
    sandbox
        .container(c -> c.bind("/m", sandbox.newFolder(), "bind", "idmap"))
        .createFailsAndLeavesNothing();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"uidMappings", "gidMappings"})
  @SpecRule("config.md#mounts: uidMappings and gidMappings must be given together")
  void oneMappingWithoutTheOtherIsAnError(String missing, Sandbox sandbox) {
    Map<String, Object> mount = mapped(sandbox.newFolder(), "idmap", ids(0, 1), ids(0, 1));
    mount.remove(missing);
    sandbox.container(c -> c.add("/mounts", mount)).createFailsAndLeavesNothing();
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config.md#mounts: mappings are made with rights that only root has")
  void anOrdinaryUserIsToldThatOnlyRootCan(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    user.container(c -> c.bind("/m", user.newFolder(), "bind", "idmap"))
        .making("create")
        .execute()
        .failsSaying("/mounts/", "only root can map the ids of a mount");
  }

  private static Map<String, Object> mapped(
      Path source, String option, Map<String, Integer> users, Map<String, Integer> groups) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("destination", "/m");
    mount.put("type", "bind");
    mount.put("source", source.toString());
    mount.put("options", List.of("rbind", option));
    mount.put("uidMappings", List.of(users));
    mount.put("gidMappings", List.of(groups));
    return mount;
  }

  private static Map<String, Integer> ids(int onDisk, int shown) {
    return Map.of("containerID", onDisk, "hostID", shown, "size", 1);
  }

  private static Path folderOf(Sandbox sandbox, int uid, int gid) throws IOException {
    Path folder = sandbox.newFolder();
    Path file = HostFiles.write(folder.resolve("f"), "");
    for (Path path : List.of(folder, file)) {
      Files.setAttribute(path, "unix:uid", uid);
      Files.setAttribute(path, "unix:gid", gid);
    }
    return folder;
  }

  private static String owner(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid");
  }
}
