package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.engine.SpecRequest.Privilege;
import io.jrunc.error.OperationException;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @TempDir Path folder;
  private Path root;
  private Bench bench;
  private Engine engine;

  @BeforeEach
  void open() {
    root = folder.resolve("root");
    bench = new Bench(root);
    engine =
        new Engine(
            Optional.of(root),
            Rootless.AUTO,
            CgroupDriver.CGROUPFS,
            new ThisProcess(Map.of()),
            warning -> {});
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void stateTellsWhatIsOnRecord() {
    Process init = bench.sleep();
    ContainerRecord container = bench.container("web1", init, Phase.CREATED);
    assertThat(engine.state("web1"))
        .isEqualTo(
            new State(
                "1.3.0",
                "web1",
                (int) init.pid(),
                Status.CREATED,
                "/b",
                "/b/rootfs",
                container.created(),
                Map.of("a", "b"),
                ""));
  }

  @Test
  void aStoppedContainerHasNoPid() throws InterruptedException {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    init.destroyForcibly().waitFor();
    assertThat(engine.state("web1").pid()).isZero();
    assertThat(engine.state("web1").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void stateOfAnUnknownContainerIsAnError() {
    assertThatThrownBy(() -> engine.state("web1"))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("state web1: container does not exist");
    assertThatThrownBy(() -> engine.state("../x"))
        .isInstanceOf(OperationException.class)
        .hasMessage("state ../x: invalid container ID format");
  }

  @Test
  void aListSkipsWhatCannotBeRead() throws IOException {
    bench.container("a", claim -> claim);
    bench.container("b", claim -> claim);
    Files.writeString(root.resolve("a/state"), "{}");
    ContainerList list = engine.list();
    assertThat(list.states()).singleElement().extracting(State::id).isEqualTo("b");
    assertThat(list.states().get(0).owner()).isEqualTo(System.getProperty("user.name"));
    assertThat(list.unreadable())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("list a: read " + root + "/a/state: jrunc is missing");
  }

  @Test
  void whatSpecWritesIsValid() {
    for (Privilege privilege : Privilege.values()) {
      Path bundle = folder.resolve(privilege.name());
      assertThat(bundle.resolve("rootfs").toFile().mkdirs()).isTrue();
      engine.writeSpec(new SpecRequest(bundle, privilege));
      assertThat(engine.validate(bundle)).isEmpty();
      assertThat(engine.validate(bundle.resolve("config.json"))).isEmpty();
    }
  }

  @Test
  void specNeverOverwrites() throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), "mine");
    assertThatThrownBy(() -> engine.writeSpec(new SpecRequest(folder, Privilege.ROOT)))
        .isInstanceOf(OperationException.class)
        .hasMessage("spec " + file + ": file exists; remove it first");
    assertThat(file).hasContent("mine");
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> engine.writeSpec(new SpecRequest(nowhere, Privilege.ROOT)))
        .hasMessage("spec " + nowhere + "/config.json: no such file or directory");
  }

  @Test
  void validateFindsWhatSchemaRulesAndRootDirectoryAreAgainst() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.json"),
            "{\"ociVersion\":\"2.0.0\",\"root\":{\"path\":\"nowhere\"},"
                + "\"process\":{\"cwd\":\"tmp\",\"args\":[\"sh\"]}}");
    assertThat(engine.validate(folder))
        .extracting(SpecProblem::pointer)
        .containsExactlyInAnyOrder("/process/cwd", "/ociVersion", "/root/path");
    assertThat(engine.validate(file))
        .extracting(SpecProblem::pointer)
        .containsExactlyInAnyOrder("/process/cwd", "/ociVersion");
    Files.writeString(file, "{\"ociVersion\":1");
    assertThat(engine.validate(file)).hasSize(1);
    Files.delete(file);
    assertThatThrownBy(() -> engine.validate(folder))
        .hasMessage("validate " + file + ": no such file or directory");
  }

  @Test
  void featuresNameOnlyWhatConfigurationsMayUse() {
    Features features = engine.features();
    assertThat(features.ociVersionMax()).isEqualTo("1.3.0");
    assertThat(features.mountOptions())
        .isSorted()
        .contains("rro", "nosymfollow", "rbind", "remount", "idmap");
    assertThat(features.linux().namespaces()).contains("time", "cgroup").hasSize(8);
    assertThat(features.linux().capabilities()).hasSize(41);
    assertThat(features.linux().idmap()).isTrue();
    assertThat(features.linux().memoryPolicy().modes()).contains("MPOL_WEIGHTED_INTERLEAVE");
    assertThat(features.annotations()).containsKey("io.jrunc.version");
  }
}
