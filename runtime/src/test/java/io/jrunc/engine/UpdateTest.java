package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import io.jrunc.state.Phase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UpdateTest {
  @TempDir Path root;
  private Bench bench;
  private final List<String> details = new ArrayList<>();

  @BeforeEach
  void open() {
    bench = new Bench(root);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aContainerThatIsNotThereCannotBeChanged() {
    assertThatThrownBy(() -> update("{}"))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("update web1: container does not exist");
  }

  @Test
  void aContainerThatDoesNotLiveCannotBeChanged() throws InterruptedException {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    init.destroyForcibly().waitFor();
    assertThatThrownBy(() -> update("{\"pids\": {\"limit\": 1}}"))
        .isInstanceOf(OperationException.class)
        .hasMessage("update web1: container not running");
  }

  @Test
  void aContainerInTheMakingCannotBeChanged() {
    bench.container("web1", bench.sleep(), Phase.CREATING);
    assertThatThrownBy(() -> update("{}")).hasMessage("update web1: container not running");
  }

  @Test
  void allThatIsWrongWithADocumentIsToldWithItsPlaces() {
    bench.container("web1", bench.sleep(), Phase.STARTED);
    assertThatThrownBy(() -> update("{\"memory\": {\"limit\": \"1\"}, \"cpu\": {\"idle\": 2}}"))
        .hasMessage(
            "update web1: standard input: /memory/limit: must be a whole number, not a string\n"
                + "standard input: /cpu/idle: must be between 0 and 1, not 2");
    assertThatThrownBy(() -> update(""))
        .isInstanceOf(OperationException.class)
        .hasMessageMatching("update web1: standard input: [a-z].*");
  }

  @Test
  void aDocumentWithoutEndIsRefused() {
    bench.container("web1", bench.sleep(), Phase.STARTED);
    assertThatThrownBy(() -> update(" ".repeat(1 << 20) + "{}"))
        .hasMessage("update web1: --resources standard input: is larger than 1048576 bytes");
  }

  @Test
  void aLimitWithoutAGroupThatCouldKeepItIsRefusedAndNotRemembered() throws IOException {
    bench.container("web1", bench.sleep(), Phase.STARTED);
    Path config = root.resolve("web1/config.json");
    String document = "{\"ociVersion\": \"1.3.0\", \"root\": {\"path\": \"rootfs\"}}";
    Files.writeString(config, document);
    assertThatThrownBy(() -> update("{\"pids\": {\"limit\": 5}}"))
        .isInstanceOf(OperationException.class)
        .hasMessageStartingWith("update web1: standard input: /pids/limit: ");
    assertThat(config).hasContent(document);
  }

  @Test
  void noLimitIsNoChange() throws IOException {
    bench.container("web1", bench.sleep(), Phase.STARTED);
    Files.writeString(
        root.resolve("web1/config.json"),
        "{\"ociVersion\": \"1.3.0\", \"root\": {\"path\": \"rootfs\"},"
            + " \"linux\": {\"resources\": {\"cpu\": {\"shares\": 5}}}}");
    update("{\"cpu\": {\"shares\": 0}}");
    assertThat(KeptConfig.read(bench.store.folder("web1")).linux().resources().cpu().shares())
        .isEqualTo(5);
    assertThat(details).isEmpty();
  }

  private void update(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    LimitSource source = new LimitSource.FromInput(new ByteArrayInputStream(bytes));
    bench
        .update(details::add)
        .run(new UpdateRequest("web1", source, Optional.empty(), Optional.empty()));
  }
}
