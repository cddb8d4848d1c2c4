package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.Document;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.FilterCode;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.PlanOptions;
import io.jrunc.plan.Planned;
import io.jrunc.plan.Planner;
import io.jrunc.plan.SecurityModules;
import io.jrunc.program.ContainerCompiler;
import io.jrunc.spec.SampleSpec;
import io.jrunc.spec.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DraftsTest {
  private static final ContainerId ID = new ContainerId("web1");

  private final Drafts drafts = new Drafts();

  @Test
  void theSameThingsLeadToTheSameProgram() {
    Drafts.Draft made = keep(ID, bundle("{}"));
    assertThat(drafts.find(ID, bundle("{}"), host(1024), PlanOptions.NONE)).containsSame(made);
    assertThat(drafts.bundles()).containsExactly(made.bundle());
    byte[] image = made.program().encode(Architecture.X86_64);
    assertThat(made.program().encode(Architecture.X86_64)).isSameAs(image);
    assertThat(made.program().encode(Architecture.AARCH64)).isNotEqualTo(image);
  }

  @Test
  void whateverIsDifferentLeadsToAnother() {
    keep(ID, bundle("{}"));
    ContainerId other = new ContainerId("web2");
    PlanOptions options = new PlanOptions(true, true, 0, 0, Optional.empty());
    HostFacts filtering = host(1024).with(new FilterCode(new byte[8], List.of()));
    assertThat(drafts.find(other, bundle("{}"), host(1024), PlanOptions.NONE)).isEmpty();
    assertThat(drafts.find(ID, bundle("{ }"), host(1024), PlanOptions.NONE)).isEmpty();
    assertThat(drafts.find(ID, bundle("{}"), host(1023), PlanOptions.NONE)).isEmpty();
    assertThat(drafts.find(ID, bundle("{}"), filtering, PlanOptions.NONE)).isEmpty();
    assertThat(drafts.find(ID, bundle("{}"), host(1024), options)).isEmpty();
  }

  @Test
  void aFilterIsComparedByWhatItDoes() {
    FilterCode filter = new FilterCode(new byte[8], List.of("new"));
    assertThat(filter)
        .isEqualTo(new FilterCode(new byte[8], List.of("new")))
        .hasSameHashCodeAs(new FilterCode(new byte[8], List.of("new")))
        .isNotEqualTo(new FilterCode(new byte[16], List.of("new")))
        .isNotEqualTo(new FilterCode(new byte[8], List.of()));
  }

  @Test
  void theOldestIsForgotten() {
    for (int i = 1; i <= 5; i++) {
      keep(new ContainerId("web" + i), bundle("{}"));
    }
    assertThat(drafts.find(ID, bundle("{}"), host(1024), PlanOptions.NONE)).isEmpty();
    ContainerId second = new ContainerId("web2");
    assertThat(drafts.find(second, bundle("{}"), host(1024), PlanOptions.NONE)).isPresent();
    assertThat(drafts.bundles()).hasSize(4);
  }

  private Drafts.Draft keep(ContainerId id, Bundle bundle) {
    HostFacts host = host(1024);
    Planned planned = Planner.plan(id, bundle, host, PlanOptions.NONE);
    Drafts.Draft draft =
        new Drafts.Draft(
            id,
            bundle,
            host,
            PlanOptions.NONE,
            planned,
            new ContainerCompiler(Architecture.X86_64).compile(planned.plan()));
    drafts.keep(draft);
    return draft;
  }

  private static Bundle bundle(String document) {
    Spec spec = SampleSpec.root();
    return new Bundle(
        Path.of("/b"),
        Path.of("/b/rootfs"),
        spec,
        new Document(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static HostFacts host(long openFiles) {
    return new HostFacts(
        new CallerFacts(0, 0, 0, openFiles, 4096),
        0,
        0,
        HostFacts.UserNamespace.INITIAL,
        true,
        -1L,
        -1L,
        40,
        new CgroupLayout(
            List.of(new CgroupLayout.Hierarchy(2, List.of("pids"), "/sys/fs/cgroup", "/", "/"))),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        SecurityModules.NONE);
  }
}
