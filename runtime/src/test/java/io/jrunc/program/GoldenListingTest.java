package io.jrunc.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.Document;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.ExecPlan;
import io.jrunc.plan.ExecPlanner;
import io.jrunc.plan.FilterCode;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.HostFacts.SourceKind;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.plan.JoinPlan;
import io.jrunc.plan.PlanOptions;
import io.jrunc.plan.Planner;
import io.jrunc.plan.SecurityModules;
import io.jrunc.spec.Mount;
import io.jrunc.spec.SampleSpec;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.NamespaceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every change to what we ask of the kernel shows here as a change of a listing. After a wanted
 * one, {@code mvn test -pl runtime -am -Dgolden=write} writes the files anew: review that diff.
 */
class GoldenListingTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/jrunc/program");
  private static final Path BUNDLES = Path.of("../bundles");
  private static final Hierarchy UNIFIED =
      new Hierarchy(2, List.of("cpu", "memory", "pids"), "/sys/fs/cgroup", "/", "/");

  private static final CgroupLayout VERSION_1 =
      new CgroupLayout(
          List.of(
              new Hierarchy(1, List.of("memory"), "/sys/fs/cgroup/memory", "/", "/"),
              new Hierarchy(1, List.of("pids"), "/sys/fs/cgroup/pids", "/", "/")));

  @ParameterizedTest
  @ValueSource(strings = {"hello", "busybox", "debian"})
  void aBundleOfOursIsListedAsReviewed(String name) throws IOException {
    check(name, BUNDLES.resolve(name).resolve("config.json"));
  }

  /** A configuration that uses all that is in none of the bundles. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "hooks",
        "joined",
        "idmap",
        "attributes",
        "user-namespace",
        "docker-default",
        "notify"
      })
  void aConfigurationIsListedAsReviewed(String name) throws IOException {
    check(name, GOLDEN.resolve(name + ".config.json"));
  }

  /** Where init enters its groups by itself; with hooks it is charged for memory earlier. */
  @ParameterizedTest
  @ValueSource(strings = {"attributes", "hooks", "docker-default"})
  void aContainerInGroupsOfVersion1IsListedAsReviewed(String name) throws IOException {
    Spec spec = SpecReader.read(Files.readAllBytes(GOLDEN.resolve(name + ".config.json")));
    compare(name + ".v1", listing(spec, host(spec, 0, -1L, VERSION_1)));
  }

  /** One more program for such a container: with everything, and in our own namespaces. */
  @ParameterizedTest
  @ValueSource(strings = {"everything", "hello"})
  void anExecIsListedAsReviewed(String name) throws IOException {
    boolean isOurs = name.equals("hello");
    Path config =
        isOurs
            ? BUNDLES.resolve(name).resolve("config.json")
            : GOLDEN.resolve(name + ".config.json");
    Spec spec = SpecReader.read(Files.readAllBytes(config));
    Set<NamespaceType> others = EnumSet.allOf(NamespaceType.class);
    if (isOurs) {
      others.clear();
    }
    ExecPlan plan =
        ExecPlanner.plan(
            "golden",
            spec,
            host(spec, 0, -1L),
            new JoinPlan(7, others),
            isOurs ? List.of() : List.of("/sys/fs/cgroup/pids/box/tasks"),
            new PlanOptions(false, true, 2, 0, Optional.empty()),
            new ArrayList<>());
    compare(name + ".exec", new ExecCompiler(Architecture.X86_64).compile(plan).listing());
  }

  /** What {@code spec --rootless} writes for user 1000, run by him. */
  @Test
  void aRootlessContainerIsListedAsReviewed() throws IOException {
    Spec spec = SampleSpec.rootless(1000, 1000);
    compare("rootless", listing(spec, host(spec, 1000, 0)));
  }

  @Test
  void whatAJvmAddsToCoreDumpsIsTakenAwayWhileTheProcessIsTheHosts() {
    Spec spec = SampleSpec.root();
    CallerFacts caller = new CallerFacts(0, 0, 0, 1024, 4096);
    CgroupLayout cgroups = new CgroupLayout(List.of(UNIFIED));
    assertThat(listing(spec, host(caller, spec, 0, -1L, cgroups)))
        .doesNotContain("coredump_filter");
    assertThat(listing(spec, host(caller.withCoreDumpFilter(0x33), spec, 0, -1L, cgroups)))
        .containsSubsequence(
            "leave out of core dumps what the JVM adds to its own",
            "\"/proc/self/coredump_filter\"",
            "\"0x33\"",
            "unshare(");
  }

  private static void check(String name, Path config) throws IOException {
    Spec spec = SpecReader.read(Files.readAllBytes(config));
    compare(name, listing(spec, host(spec, 0, -1L)));
  }

  private static void compare(String name, String listing) throws IOException {
    Path golden = GOLDEN.resolve(name + ".plan");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(golden, listing);
    }
    assertThat(listing).isEqualTo(Files.readString(golden));
  }

  private static String listing(Spec spec, HostFacts host) {
    Bundle bundle =
        new Bundle(Path.of("/bundle"), Path.of("/bundle/rootfs"), spec, new Document(new byte[0]));
    return new ContainerCompiler(Architecture.X86_64)
        .compile(Planner.plan(new ContainerId("golden"), bundle, host, PlanOptions.NONE).plan())
        .listing();
  }

  private static HostFacts host(Spec spec, long id, long capabilities) {
    return host(spec, id, capabilities, new CgroupLayout(List.of(UNIFIED)));
  }

  private static HostFacts host(Spec spec, long id, long capabilities, CgroupLayout cgroups) {
    return host(new CallerFacts(0, 1L << 12, 0, 1024, 4096), spec, id, capabilities, cgroups);
  }

  private static HostFacts host(
      CallerFacts caller, Spec spec, long id, long capabilities, CgroupLayout cgroups) {
    Map<String, SourceKind> sources = new HashMap<>();
    for (Mount mount : spec.mounts()) {
      if (mount.source() != null) {
        String path = Path.of("/bundle").resolve(mount.source()).toString();
        sources.put(path, path.contains(".") ? SourceKind.OTHER : SourceKind.DIRECTORY);
      }
    }
    return new HostFacts(
        caller,
        id,
        id,
        UserNamespace.INITIAL,
        true,
        -1L,
        capabilities,
        40,
        cgroups,
        sources,
        Map.of(),
        Map.of(
            "/run/netns/given",
            NamespaceKind.OTHER,
            "/proc/7/ns/user",
            NamespaceKind.OTHER,
            "/proc/7/ns/ipc",
            NamespaceKind.OF_JOINED_USER),
        Optional.empty(),
        new SecurityModules(true, true),
        Optional.of(new FilterCode(new byte[8 * 1000], List.of())));
  }
}
