package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.Document;
import io.jrunc.error.OperationException;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.HostFacts.SourceKind;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.json.SpecReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the host that the test runs on; needs no rights. */
final class HostReaderTest {
  @TempDir private Path directory;

  @Test
  void whatTheKernelSaysOfUsIsRead() throws IOException {
    HostFacts facts = read("");

    assertThat(facts.effectiveUid())
        .isEqualTo(((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
    assertThat(facts.lastCapability()).isBetween(37, 63);
    assertThat(facts.caller().openFilesSoft()).isNotZero();
    assertThat(facts.caller().preservedFds()).isZero();
    assertThat(facts.boundingCapabilities() >>> (facts.lastCapability() + 1)).isZero();
    assertThat(facts.bindSources()).isEmpty();
    assertThat(facts.namespaces()).isEmpty();
  }

  @Test
  void everyHierarchyThatIsFoundIsThere() throws IOException {
    assertThat(read("").cgroups().hierarchies())
        .allSatisfy(h -> assertThat(Path.of(h.mountPoint(), "cgroup.procs")).exists());
  }

  @Test
  void sourcesOfBindMountsAreLookedAtThroughLinks() throws IOException {
    Files.createDirectory(directory.resolve("d"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("d"));
    Files.createFile(directory.resolve("f"));

    assertThat(read(mounts("link", "/dev/null", "f", "none")).bindSources())
        .containsOnly(
            java.util.Map.entry(directory + "/link", SourceKind.DIRECTORY),
            java.util.Map.entry("/dev/null", SourceKind.OTHER),
            java.util.Map.entry(directory + "/f", SourceKind.OTHER));
  }

  @Test
  void aSourceThatCannotBeReachedIsNamedWithTheReason() throws IOException {
    Files.createFile(directory.resolve("f"));

    assertThatThrownBy(() -> read(mounts("/", "f/x")))
        .isInstanceOf(HostLacksException.class)
        .hasMessage("/mounts/1: source " + directory + "/f/x: not a directory");
  }

  @Test
  void namespacesAreOursOrOthersOrMissing() throws IOException {
    HostFacts facts =
        read(
            "'linux':{'namespaces':[{'type':'network','path':'/proc/self/ns/net'},"
                + "{'type':'user','path':'/proc/self/ns/user'},"
                + "{'type':'uts','path':'/proc/self/ns/nothing'}]}");

    assertThat(facts.namespaces())
        .containsOnly(
            java.util.Map.entry("/proc/self/ns/net", NamespaceKind.OWN),
            java.util.Map.entry("/proc/self/ns/user", NamespaceKind.OWN));
  }

  @Test
  void aNamespaceOfAnotherTypeIsRefused() {
    assertThatThrownBy(
            () -> read("'linux':{'namespaces':[{'type':'ipc','path':'/proc/self/ns/net'}]}"))
        .isInstanceOf(HostLacksException.class)
        .hasMessage("/linux/namespaces/0: /proc/self/ns/net is not a namespace of the type ipc");
    assertThatThrownBy(() -> read("'linux':{'namespaces':[{'type':'ipc','path':'/dev/null'}]}"))
        .isInstanceOf(HostLacksException.class)
        .hasMessage("/linux/namespaces/0: /dev/null is not a namespace of the type ipc");
  }

  @Test
  void aProcThatIsNotOursIsRefused() throws IOException {
    Files.createSymbolicLink(directory.resolve("self"), Path.of("1"));
    HostReader reader =
        new HostReader(
            JnaKernel.forOneCommand(), new ProcFiles(directory), CallingProcess.self(Map.of()));

    assertThatThrownBy(() -> reader.read(bundle("")))
        .isInstanceOf(OperationException.class)
        .hasMessage("read " + directory + "/self: the /proc of another pid namespace is mounted");
  }

  @Test
  void aMissingProcIsNamed() {
    HostReader reader =
        new HostReader(
            JnaKernel.forOneCommand(), new ProcFiles(directory), CallingProcess.self(Map.of()));

    assertThatThrownBy(() -> reader.read(bundle("")))
        .isInstanceOf(OperationException.class)
        .hasMessage("read " + directory + "/self: no procfs is mounted there");
  }

  @Test
  void theHomeDirectoryIsThatOfTheImageEvenWhereItsLinksAreAbsolute() throws IOException {
    Files.createDirectories(directory.resolve("rootfs/etc"));
    Files.createDirectories(directory.resolve("rootfs/usr/etc"));
    Files.createSymbolicLink(
        directory.resolve("rootfs/etc/passwd"), Path.of("/usr/etc/../etc/passwd"));
    Files.writeString(directory.resolve("rootfs/usr/etc/passwd"), "r:x:0:0::/home/inside:\n");

    assertThat(read("").passwdHome()).contains("/home/inside");
  }

  @Test
  void aBoundPasswordFileCountsMoreThanThatOfTheImage() throws IOException {
    Files.createDirectories(directory.resolve("rootfs/etc"));
    Files.createDirectories(directory.resolve("bound"));
    Files.writeString(directory.resolve("rootfs/etc/passwd"), "r:x:0:0::/home/inside:\n");
    Files.writeString(directory.resolve("bound/passwd"), "r:x:0:0::/home/bound:\n");
    String file = "{'destination':'/etc/passwd','source':'bound/passwd','options':['bind']}";
    String folder = "{'destination':'/etc/','source':'bound','options':['rbind']}";
    String tmpfs = "{'destination':'/etc','type':'tmpfs'}";

    assertThat(read("'mounts':[" + file + "]").passwdHome()).contains("/home/bound");
    assertThat(read("'mounts':[" + folder + "]").passwdHome()).contains("/home/bound");
    assertThat(read("'mounts':[" + tmpfs + "," + file + "]").passwdHome()).contains("/home/bound");
    assertThat(read("'mounts':[" + file + "," + tmpfs + "]").passwdHome()).isEmpty();
  }

  @Test
  void withoutAUsablePasswordFileThereIsNoHome() throws IOException {
    assertThat(read("").passwdHome()).isEmpty();
    Files.createDirectories(directory.resolve("rootfs/etc/passwd"));
    assertThat(read("").passwdHome()).isEmpty();
  }

  @Test
  void anEnvironmentWithAHomeNeedsNoOther() throws IOException {
    Files.createDirectories(directory.resolve("rootfs/etc"));
    Files.writeString(directory.resolve("rootfs/etc/passwd"), "r:x:0:0::/home/inside:\n");

    assertThat(home("'HOME=/h'")).isEmpty();
    assertThat(home("'HOME=/h','HOME='")).contains("/home/inside");
    assertThat(home("'A=b'")).contains("/home/inside");
  }

  private Optional<String> home(String environment) throws IOException {
    String config = config("").replace("'cwd'", "'env':[" + environment + "],'cwd'");
    return reader().read(parse(config)).passwdHome();
  }

  private HostFacts read(String members) throws IOException {
    return reader().read(bundle(members));
  }

  private static HostReader reader() {
    return new HostReader(JnaKernel.forOneCommand(), CallingProcess.self(Map.of()));
  }

  private Bundle bundle(String members) throws IOException {
    Files.createDirectories(directory.resolve("rootfs"));
    return parse(config(members));
  }

  private static String config(String members) {
    return "{'ociVersion':'1.3.0','root':{'path':'rootfs'},'process':{'args':['sh'],'cwd':'/'}"
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  private Bundle parse(String config) {
    byte[] document = config.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new Bundle(
        directory, directory.resolve("rootfs"), SpecReader.read(document), new Document(document));
  }

  private static String mounts(String... sources) {
    StringBuilder mounts = new StringBuilder();
    for (String source : sources) {
      mounts.append(mounts.length() == 0 ? "'mounts':[" : ",");
      mounts
          .append("{'destination':'/a','source':'")
          .append(source)
          .append("','options':['bind']}");
    }
    return mounts.append(']').toString();
  }
}
