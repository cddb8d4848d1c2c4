package io.jrunc.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Every {@code with…} changes what it names, and nothing else: seen in what is written. */
final class ChangedSpecTest {
  private static final Spec SAMPLE = SampleSpec.root();

  private static String written(Spec spec) {
    return SpecWriter.write(spec);
  }

  @Test
  void aChangeThatChangesNothingLeavesAllAsItWas() {
    Process process = process(SAMPLE);
    Process same =
        process
            .withArgs(process.args())
            .withEnv(process.env())
            .withUser(process.user())
            .withTerminal(process.terminal());
    Resources resources = SAMPLE.linux().resources();
    Resources sameResources =
        resources
            .withMemory(resources.memory())
            .withCpu(resources.cpu())
            .withPids(resources.pids());
    Spec unchanged =
        SAMPLE
            .withProcess(same)
            .withRoot(SAMPLE.root())
            .withMounts(SAMPLE.mounts())
            .withResources(sameResources);
    assertThat(unchanged).isEqualTo(SAMPLE);
  }

  @Test
  void whatIsChangedIsWrittenAndReadBack() {
    Process process =
        process(SAMPLE)
            .withArgs(List.of("changed-args"))
            .withEnv(List.of("CHANGED=env"))
            .withUser(new User(4242, 4343, null, List.of()))
            .withTerminal(false);
    Spec changed =
        SAMPLE
            .withProcess(process)
            .withRoot(new Root("/changed-root", false))
            .withMounts(List.of())
            .withResources(
                Resources.none()
                    .withMemory(Memory.limited(4444))
                    .withCpu(Cpu.limited(4545, 4646))
                    .withPids(new Pids(4747L)));
    assertThat(written(changed))
        .contains("changed-args", "CHANGED=env", "4242", "4343", "/changed-root")
        .contains("4444", "4545", "4646", "4747")
        .doesNotContain("\"terminal\"");
    assertThat(SpecReader.read(written(changed).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(changed);
  }

  @Test
  void anIdInsideStandsForOneOutsideIfItIsMapped() {
    List<IdMapping> mappings = List.of(new IdMapping(0, 1000, 1), new IdMapping(10, 70_000, 5));
    assertThat(IdMapping.toHost(mappings, 0)).isEqualTo(OptionalLong.of(1000));
    assertThat(IdMapping.toHost(mappings, 14)).isEqualTo(OptionalLong.of(70_004));
    assertThat(IdMapping.toHost(mappings, 15)).isEmpty();
    assertThat(IdMapping.toHost(mappings, 1)).isEmpty();
    assertThat(IdMapping.toHost(List.of(), 0)).isEmpty();
  }

  private static Process process(Spec spec) {
    return Objects.requireNonNull(spec.process());
  }
}
