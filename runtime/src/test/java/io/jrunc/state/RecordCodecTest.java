package io.jrunc.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final ContainerRecord CLAIM =
      Records.claim("web1", new ProcessIdentity(10, 1_000));

  @Test
  void aClaimIsReadAsItWasWritten() throws IOException {
    assertThat(RecordCodec.decode(RecordCodec.encode(CLAIM))).isEqualTo(CLAIM);
  }

  @Test
  void aStartedContainerIsReadAsItWasWritten() throws IOException {
    ContainerRecord full =
        CLAIM
            .withCgroups(List.of("/sys/fs/cgroup/memory/jrunc/web1", "/sys/fs/cgroup/ü"))
            .withInit(new ProcessIdentity(11, 1_001))
            .withStartSteps(
                List.of(new StartStep(90, "/process/args/0", "run"), new StartStep(91, "", "end")))
            .in(Phase.STARTED);
    assertThat(RecordCodec.decode(RecordCodec.encode(full))).isEqualTo(full);
  }

  @Test
  void theFormIsOneThatPeopleCanRead() {
    assertThat(new String(RecordCodec.encode(CLAIM), UTF_8))
        .isEqualTo(
            "{\"version\":1,\"id\":\"web1\",\"ociVersion\":\"1.3.0\",\"bundle\":\"/b\","
                + "\"rootfs\":\"/b/rootfs\",\"created\":[1700000000,123456789],\"ownerUid\":0,"
                + "\"ownPidNamespace\":true,"
                + "\"annotations\":{\"org.example.key\":\"a \\\"quoted\\\" value\"},"
                + "\"creator\":[10,1000],\"phase\":\"creating\"}");
  }

  @Test
  void membersOfALaterVersionAreIgnored() throws IOException {
    String text = new String(RecordCodec.encode(CLAIM), UTF_8);
    String later = text.replace("{\"version\":1,", "{\"version\":1,\"new\":{\"a\":[1]},");
    assertThat(RecordCodec.decode(later.getBytes(UTF_8))).isEqualTo(CLAIM);
  }

  @Test
  void whatIsNoRecordIsRefused() {
    assertThatThrownBy(() -> RecordCodec.decode("[]".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("no object");
    assertThatThrownBy(() -> RecordCodec.decode("{\"version\":2}".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("version 2 is of another jrunc");
    assertThatThrownBy(() -> RecordCodec.decode("{\"version\":1}".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("id is missing");
    assertThatThrownBy(() -> RecordCodec.decode("{\"version\":1,\"id\"".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
