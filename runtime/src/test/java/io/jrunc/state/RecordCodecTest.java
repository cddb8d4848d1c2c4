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
            .withHooks(List.of("poststart", "poststop"))
            .withRdt(List.of("own /sys/fs/resctrl/web1", "monitor /m"))
            .withCallersKeyring()
            .in(Phase.STARTED);
    assertThat(RecordCodec.decode(RecordCodec.encode(full))).isEqualTo(full);
  }

  @Test
  void theFormIsOneThatPeopleCanRead() {
    assertThat(new String(RecordCodec.encode(CLAIM), UTF_8))
        .isEqualTo(
            """
            jrunc\t1
            id\tweb1
            ociVersion\t1.3.0
            bundle\t/b
            rootfs\t/b/rootfs
            created\t1700000000\t123456789
            ownerUid\t0
            ownPidNamespace\ttrue
            creator\t10\t1000
            phase\tcreating
            annotation\torg.example.key\ta "quoted" value
            end
            """);
  }

  @Test
  void fieldsMayHoldAnyText() throws IOException {
    ContainerRecord odd = CLAIM.withCgroups(List.of("/a\tb\nc\\d\\n\\te\\", "", "ü\uD83D\uDE00"));
    assertThat(RecordCodec.decode(RecordCodec.encode(odd))).isEqualTo(odd);
  }

  @Test
  void linesOfALaterVersionAreIgnored() throws IOException {
    String text = new String(RecordCodec.encode(CLAIM), UTF_8);
    String later = text.replace("ociVersion\t", "new\ta\tb\nociVersion\t");
    assertThat(RecordCodec.decode(later.getBytes(UTF_8))).isEqualTo(CLAIM);
  }

  @Test
  void whatIsNoRecordIsRefused() {
    refuse("", "jrunc is missing");
    refuse("{}", "jrunc is missing");
    refuse("jrunc\t2\n", "version 2 is of another jrunc");
    refuse("jrunc\t1\n", "end is missing");
    refuse("jrunc\t1\nend\n", "id is missing");
    refuse("jrunc\t1\nid\ta\nid\tb\nend\n", "id is there twice");
    String text = new String(RecordCodec.encode(CLAIM), UTF_8);
    refuse(text.replace("created\t1700000000\t123456789", "created\t1"), "created is not whole");
    refuse(text.replace("creator\t10", "creator\tx"), "\"x\" is not a number");
    refuse(text.replace("creator\t10", "creator\t0"), "creator has the pid 0");
    refuse(text.replace("phase\tcreating", "phase\todd"), "phase odd is unknown");
    refuse(text.substring(0, text.length() - 2), "end is missing");
  }

  private static void refuse(String text, String message) {
    assertThatThrownBy(() -> RecordCodec.decode(text.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }
}
