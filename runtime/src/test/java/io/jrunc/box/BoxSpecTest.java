package io.jrunc.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.box.BoxRequest.Limits;
import io.jrunc.box.BoxRequest.Mode;
import io.jrunc.box.BoxRequest.Terminal;
import io.jrunc.box.BoxRequest.Volume;
import io.jrunc.bundle.BundleReader;
import io.jrunc.error.OperationException;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Process;
import io.jrunc.spec.Root;
import io.jrunc.spec.Spec;
import io.jrunc.spec.User;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecValidator;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.NamespaceType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BoxSpecTest {
  private static final BoxHost ROOT = host(List.of());
  private static final BoxHost USER = host(List.of(new IdMapping(0, 1000, 1)));
  private static final BoxHost USER_WITH_RANGE =
      host(List.of(new IdMapping(0, 1000, 1), new IdMapping(1, 100_000, 65_536)));

  @Test
  void theCommandRunsAsAChildOfAnInitThatPassesSignalsOn() {
    Spec spec = of(box -> box.command = List.of("ls", "-l"), ROOT);
    assertThat(process(spec).args()).containsExactly("/dev/init", "ls", "-l");
    assertThat(mount(spec, "/dev/init").source()).isEqualTo("/install/lib/box-init");
    assertThat(process(spec).terminal()).isFalse();
    assertThat(process(spec).cwd()).isEqualTo("/");
    assertThat(spec.hostname()).isEqualTo("box");
  }

  @Test
  void withoutACommandItIsAShell() {
    assertThat(process(of(box -> {}, ROOT)).args()).containsExactly("/dev/init", "/bin/zsh");
  }

  @Test
  void theOutputOfADetachedBoxGoesNowhere() {
    Spec spec = of(box -> box.mode = Mode.DETACHED, ROOT);
    assertThat(process(spec).args()).startsWith("/dev/init", "-q");
    assertThat(spec.annotations()).containsEntry("io.jrunc.box", "detached");
  }

  @Test
  void theHostsProgramsCanOnlyBeReadAndFoldersForDataArePrivate() {
    Spec spec = of(box -> {}, ROOT);
    assertThat(spec.root()).isEqualTo(new Root("rootfs", true));
    assertThat(mount(spec, "/usr").options()).contains("rbind", "rro", "rnosuid", "rnodev");
    for (String path : List.of("/tmp", "/var/tmp", "/home", "/root", "/run", "/dev")) {
      assertThat(mount(spec, path).type()).isEqualTo("tmpfs");
    }
    assertThat(process(spec).noNewPrivileges()).isTrue();
  }

  @Test
  void aRootFileSystemReplacesTheHostsFoldersAndCanBeWritten() {
    Spec spec = of(box -> box.rootfs = Optional.of(Path.of("/images/debian")), ROOT);
    assertThat(spec.root()).isEqualTo(new Root("/images/debian", false));
    assertThat(destinations(spec)).contains("/proc", "/dev").doesNotContain("/usr", "/tmp");
    assertThat(process(spec).noNewPrivileges()).isFalse();
    Spec readOnly =
        of(
            box -> {
              box.rootfs = Optional.of(Path.of("/images/debian"));
              box.readOnly = true;
            },
            ROOT);
    assertThat(readOnly.root().readonly()).isTrue();
  }

  @Test
  void rootNeedsNoUserNamespace() {
    Linux linux = of(box -> {}, ROOT).linux();
    assertThat(linux.namespaces())
        .extracting(namespace -> namespace.type())
        .contains(NamespaceType.CGROUP, NamespaceType.NETWORK)
        .doesNotContain(NamespaceType.USER);
    assertThat(linux.resources().devices()).isNotEmpty();
  }

  @Test
  void anOrdinaryUserIsRootOfAUserNamespace() {
    Spec spec = of(box -> {}, USER);
    assertThat(spec.linux().namespaces())
        .extracting(namespace -> namespace.type())
        .contains(NamespaceType.USER);
    assertThat(spec.linux().uidMappings()).containsExactly(new IdMapping(0, 1000, 1));
    assertThat(spec.linux().resources().devices()).isEmpty(); // his cgroups have no such rules
    assertThat(mount(spec, "/dev/pts").options()).doesNotContain("gid=5");
    assertThat(mount(of(box -> {}, USER_WITH_RANGE), "/dev/pts").options()).contains("gid=5");
  }

  @Test
  void aNetworkIsAskedForByAnnotations() {
    Spec spec = of(box -> box.network = Map.of("io.jrunc.net.publish", "8080:80"), ROOT);
    assertThat(spec.annotations())
        .containsOnly(
            Map.entry("io.jrunc.box", "foreground"),
            Map.entry("io.jrunc.net.mode", "auto"),
            Map.entry("io.jrunc.net.publish", "8080:80"));
    assertThat(BundleReader.check(spec)).isEmpty();
  }

  @Test
  void aBoxWithANetworkOfItsOwnHasNamesOfItsOwn() {
    Spec spec = of(box -> box.network = mode("veth"), ROOT);
    assertThat(destinations(spec))
        .contains("/etc/passwd")
        .doesNotContain("/etc/hosts", "/etc/resolv.conf");
    assertThat(destinations(of(box -> {}, ROOT))).contains("/etc/hosts", "/etc/resolv.conf");
    assertThat(destinations(of(box -> box.network = mode("host"), ROOT)))
        .contains("/etc/hosts", "/etc/resolv.conf");
  }

  @Test
  void everybodyMayPingInANetworkOfItsOwn() {
    assertThat(of(box -> {}, ROOT).linux().sysctl()).isEmpty();
    assertThat(of(box -> box.network = mode("host"), ROOT).linux().sysctl()).isEmpty();
    String ping = "net.ipv4.ping_group_range";
    assertThat(of(box -> box.network = mode("veth"), ROOT).linux().sysctl())
        .containsEntry(ping, "0 2147483647")
        .containsEntry("net.ipv4.ip_unprivileged_port_start", "0");
    assertThat(of(box -> box.network = mode("pasta"), USER).linux().sysctl())
        .containsEntry(ping, "0 0");
    assertThat(of(box -> box.network = mode("pasta"), USER_WITH_RANGE).linux().sysctl())
        .containsEntry(ping, "0 65536");
  }

  /** The kernel lets only the owner of a network show it as sysfs. */
  @Test
  void inTheHostsNetworkAnOrdinaryUserSeesTheHostsSys() {
    Spec spec = of(box -> box.network = mode("host"), USER);
    assertThat(mount(spec, "/sys").type()).isEqualTo("bind");
    assertThat(mount(spec, "/sys").options()).contains("rbind", "rro");
    assertThat(mount(of(box -> box.network = mode("host"), ROOT), "/sys").type())
        .isEqualTo("sysfs");
  }

  @Test
  void aRootFileSystemInTheHostsNetworkGetsTheHostsNames() {
    Consumer<Draft> rootfs = box -> box.rootfs = Optional.of(Path.of("/images/debian"));
    assertThat(destinations(of(rootfs, ROOT))).doesNotContain("/etc/hosts");
    assertThat(destinations(of(rootfs.andThen(box -> box.network = mode("host")), ROOT)))
        .contains("/etc/hosts", "/etc/resolv.conf");
  }

  @Test
  void aFailureAboutTheNetworkIsToldInWordsOfItsOption() {
    Draft draft = new Draft();
    draft.network = Map.of("io.jrunc.net.mode", "veth", "io.jrunc.net.publish", "8080:80,81:81");
    BoxConfig config = BoxSpec.of(draft.request(), ROOT);
    assertThat(config.explain("/annotations/io.jrunc.net.publish: port 81 is in use"))
        .isEqualTo("--publish: port 81 is in use");
    assertThat(config.explain("/annotations/io.jrunc.net.mode: no way"))
        .isEqualTo("--network veth: no way");
  }

  private static Map<String, String> mode(String word) {
    return Map.of("io.jrunc.net.mode", word);
  }

  @Test
  void aUserThatTheBoxDoesNotKnowIsRefusedByItsOption() {
    Consumer<Draft> asThousand = box -> box.user = Optional.of(new User(1000, 0, null, List.of()));
    assertThat(process(of(asThousand, USER_WITH_RANGE)).user().uid()).isEqualTo(1000);
    assertThatThrownBy(() -> of(asThousand, USER))
        .isInstanceOf(OperationException.class)
        .hasMessage(
            "--user 1000:0: there is only 0:0 in a box of yours, which has one id: give yourself"
                + " others in /etc/subuid and /etc/subgid, and install uidmap");
  }

  @Test
  void theTerminalHasItsSizeFromTheBeginning() {
    BoxHost host = terminal(new ConsoleSize(33, 101));
    assertThat(process(of(box -> {}, host)).terminal()).isTrue();
    assertThat(process(of(box -> {}, host)).consoleSize()).isEqualTo(new ConsoleSize(33, 101));
    assertThat(process(of(box -> {}, terminal(new ConsoleSize(0, 0)))).consoleSize()).isNull();
  }

  @Test
  void theEnvironmentHasNothingThatCouldBeASecret() {
    Spec spec = of(box -> {}, terminal(new ConsoleSize(24, 80)));
    assertThat(process(spec).env())
        .containsExactly(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "TERM=screen",
            "LANG=de_DE.UTF-8",
            "LC_TIME=C");
    assertThat(process(of(box -> {}, ROOT)).env()).noneMatch(entry -> entry.startsWith("TERM="));
  }

  @Test
  void variablesAreSetOrPassedOnAndTheLastOneCounts() {
    Spec spec =
        of(
            box -> {
              box.rootfs = Optional.of(Path.of("/r"));
              box.environment = List.of("TOKEN", "A=1", "A=2=3", "MISSING", "PATH=/bin");
            },
            ROOT);
    assertThat(process(spec).env()).containsExactly("PATH=/bin", "TOKEN=secret", "A=2=3");
  }

  @Test
  void limitsAreInTheWordsOfTheSpecification() {
    Spec spec =
        of(
            box ->
                box.limits =
                    new Limits(Optional.of(1L << 29), Optional.of(50_000L), Optional.of(9L)),
            ROOT);
    assertThat(spec.linux().resources().memory().limit()).isEqualTo(1L << 29);
    assertThat(spec.linux().resources().cpu().quota()).isEqualTo(50_000);
    assertThat(spec.linux().resources().cpu().period()).isEqualTo(100_000);
    assertThat(spec.linux().resources().pids().limit()).isEqualTo(9);
  }

  @Test
  void aProblemIsToldByTheOptionThatItComesFrom() {
    Draft draft = new Draft();
    draft.volumes = List.of(new Volume("x:/y:ro", Path.of("/here/x"), "/y", true));
    BoxConfig config = BoxSpec.of(draft.request(), ROOT);
    int index = destinations(config.spec()).indexOf("/y");
    assertThat(config.spec().mounts().get(index).options()).contains("rro");
    assertThat(config.explain("/mounts/" + index + ": source /here/x: no such file"))
        .isEqualTo("--volume x:/y:ro: source /here/x: no such file");
    assertThat(config.explain("config.json: /mounts/" + index + "/destination: \"/y\" is bad"))
        .isEqualTo("--volume x:/y:ro: \"/y\" is bad");
    assertThat(config.explain("/linux/resources/memory/limit: too small"))
        .isEqualTo("--memory: too small");
    assertThat(config.explain("/mounts/0: mount proc")).isEqualTo("/mounts/0: mount proc");
    assertThat(config.explain("a fact")).isEqualTo("a fact");
  }

  @Test
  void whatIsMadeIsValidAndCanBeReadAgain() {
    for (BoxHost host : List.of(ROOT, USER, USER_WITH_RANGE, terminal(new ConsoleSize(24, 80)))) {
      Spec spec =
          of(
              box ->
                  box.limits =
                      new Limits(Optional.of(1L << 29), Optional.empty(), Optional.empty()),
              host);
      byte[] document = SpecWriter.write(spec).getBytes(StandardCharsets.UTF_8);
      assertThat(SpecValidator.validate(document)).isEmpty();
      assertThat(BundleReader.check(spec)).isEmpty();
      assertThat(SpecReader.read(document)).isEqualTo(spec);
    }
  }

  private static Spec of(Consumer<Draft> edits, BoxHost host) {
    Draft draft = new Draft();
    edits.accept(draft);
    return BoxSpec.of(draft.request(), host).spec();
  }

  private static Process process(Spec spec) {
    return Objects.requireNonNull(spec.process());
  }

  private static List<String> destinations(Spec spec) {
    return spec.mounts().stream().map(Mount::destination).toList();
  }

  private static Mount mount(Spec spec, String destination) {
    return spec.mounts().get(destinations(spec).indexOf(destination));
  }

  private static BoxHost host(List<IdMapping> mappings) {
    return host(mappings, Optional.empty());
  }

  private static BoxHost terminal(ConsoleSize size) {
    return host(List.of(), Optional.of(size));
  }

  private static BoxHost host(List<IdMapping> mappings, Optional<ConsoleSize> terminal) {
    return new BoxHost(
        mappings,
        mappings,
        List.of("/usr", "/bin", "/etc/passwd", "/etc/hosts", "/etc/resolv.conf"),
        List.of("/etc/hosts", "/etc/resolv.conf"),
        "/install/lib/box-init",
        "/bin/zsh",
        Map.of(
            "TERM",
            "screen",
            "LANG",
            "de_DE.UTF-8",
            "LC_TIME",
            "C",
            "LC_ALL",
            "C",
            "TOKEN",
            "secret"),
        terminal);
  }

  /** A request with one field after the other. */
  private static final class Draft {
    private List<String> command = List.of();
    private Optional<Path> rootfs = Optional.empty();
    private boolean readOnly;
    private Mode mode = Mode.FOREGROUND;
    private List<String> environment = List.of();
    private Optional<User> user = Optional.empty();
    private List<Volume> volumes = List.of();
    private Map<String, String> network = Map.of();
    private Limits limits = new Limits(Optional.empty(), Optional.empty(), Optional.empty());

    private BoxRequest request() {
      return new BoxRequest(
          Optional.empty(),
          command,
          rootfs,
          readOnly,
          Terminal.AUTOMATIC,
          mode,
          environment,
          user,
          Optional.empty(),
          volumes,
          Optional.empty(),
          limits,
          NetworkAnnotations.read(network).request());
    }
  }
}
