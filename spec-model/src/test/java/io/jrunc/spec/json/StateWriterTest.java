package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.state.ContainerProcessState;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateWriterTest {
  private static final State STATE =
      new State(
          "1.3.0",
          "web1",
          4711,
          Status.RUNNING,
          "/bundles/web",
          "/bundles/web/rootfs",
          Instant.parse("2026-11-21T22:18:09.313936629Z"),
          Map.of("a", "say \"hi\"\n\u0001\ud83d\ude00"),
          "root");

  @Test
  void aStateHasTheMembersOfRuncInTheirOrderIndentedByTwoSpaces() {
    assertThat(StateWriter.write(STATE))
        .isEqualTo(
            """
            {
              "ociVersion": "1.3.0",
              "id": "web1",
              "pid": 4711,
              "status": "running",
              "bundle": "/bundles/web",
              "rootfs": "/bundles/web/rootfs",
              "created": "2026-11-21T22:18:09.313936629Z",
              "annotations": {
                "a": "say \\"hi\\"\\n\\u0001\ud83d\ude00"
              },
              "owner": "root"
            }""");
  }

  @Test
  void aListIsAnArrayOnOneLine() {
    assertThat(StateWriter.writeList(List.of(STATE, STATE)))
        .startsWith("[{\"ociVersion\":\"1.3.0\",\"id\":\"web1\",\"pid\":4711,")
        .endsWith(",\"owner\":\"root\"}]")
        .doesNotContain("\n");
    assertThat(StateWriter.writeList(List.of())).isEqualTo("[]");
  }

  @Test
  void annotationsAreLeftOutWhenThereAreNone() {
    State plain =
        new State("1.3.0", "a", 0, Status.STOPPED, "/b", "/b/r", Instant.EPOCH, Map.of(), "");

    assertThat(StateWriter.write(plain))
        .doesNotContain("annotations")
        .contains("\"pid\": 0")
        .contains("\"owner\": \"\"");
  }

  @Test
  void whatWasWrittenCanBeRead() {
    assertThat(StateReader.read(utf8(StateWriter.write(STATE)))).isEqualTo(STATE);
  }

  @Test
  void aLoneSurrogateIsWrittenAsAnEscape() {
    State odd =
        new State("1", "a", 0, Status.STOPPED, "/\ud83d", "/\udE00", Instant.EPOCH, Map.of(), "");

    assertThat(StateWriter.write(odd)).contains("\"/\\ud83d\"").contains("\"/\\ude00\"");
  }

  @Test
  void theStateOfAnotherRuntimeMayLackWhatTheSpecificationDoesNotHave() {
    State read =
        StateReader.read(
            SpecReaderTest.bytes(
                "{'ociVersion':'1.0.0','id':'x','status':'stopped','bundle':'/b','extra':1}"));

    assertThat(read.pid()).isZero();
    assertThat(read.rootfs()).isEmpty();
    assertThat(read.created()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aBrokenStateIsRefusedWithAllProblems() {
    assertThatThrownBy(
            () ->
                StateReader.read(
                    SpecReaderTest.bytes(
                        "{'ociVersion':'1','id':'x','status':'flying','bundle':'/','created':'now'}")))
        .hasMessage(
            "/status: must be one of creating, created, running, paused, stopped, not \"flying\"; "
                + "/created: must be a time such as 2026-01-02T03:04:05Z, not \"now\"");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T22:18:09.313936629Z, 2026-11-21T22:18:09.313936629Z",
    "2026-11-21T22:18:09.310Z, 2026-11-21T22:18:09.31Z",
    "2026-11-21T22:18:00Z, 2026-11-21T22:18:00Z",
    "2026-11-21T22:00:00.000001Z, 2026-11-21T22:00:00.000001Z",
    "2026-11-21T22:18:09+01:00, 2026-11-21T21:18:09Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.5Z",
  })
  void timesAreReadAndWrittenAsGoDoes(String text, String written) {
    assertThat(Rfc3339.parse(text)).isEqualTo(java.time.OffsetDateTime.parse(text).toInstant());
    assertThat(Rfc3339.format(Rfc3339.parse(text))).isEqualTo(written);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anAgentIsToldOfAProcessAndItsContainer() {
    State state =
        new State(
            "1.0.2", "a", 7, Status.CREATED, "/b", "/b/r", Instant.EPOCH, Map.of("k", "v"), "me");
    assertThat(
            StateWriter.write(
                new ContainerProcessState("1.3.0", List.of("seccompFd"), 9, "meta", state)))
        .isEqualTo(
            "{'ociVersion':'1.3.0','fds':['seccompFd'],'pid':9,'metadata':'meta',"
                    .replace('\'', '"')
                + "'state':{'ociVersion':'1.0.2','id':'a','status':'created','pid':7,"
                    .replace('\'', '"')
                + "'bundle':'/b','annotations':{'k':'v'}}}".replace('\'', '"'));
  }
}
