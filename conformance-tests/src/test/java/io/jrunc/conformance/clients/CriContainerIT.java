package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.cri.Cri;
import io.jrunc.conformance.clients.kit.cri.CriError;
import io.jrunc.conformance.clients.kit.cri.Pod;
import io.jrunc.conformance.clients.kit.cri.PodContainer;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The life of a container in the words of Kubernetes' CRI, all in one pod. */
@Clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CriContainerIT {
  private final Cri cri = Cri.shared();
  private final Pod pod = cri.pod().run();

  @AfterAll
  void theirPodEnds() {
    pod.close();
  }

  @AlsoToday
  @Test
  void aContainerGoesFromCreatedToRunningToExitedToGone() {
    PodContainer container = pod.container("/bin/sh", "-c", "sleep 1000 & wait").create();
    assertThat(container.state()).isEqualTo("CONTAINER_CREATED");
    container.start();
    assertThat(container.state()).isEqualTo("CONTAINER_RUNNING");
    assertThat(listed(container)).contains("CONTAINER_RUNNING");
    assertThat(HostFiles.read("/proc/" + container.pid() + "/cmdline")).startsWith("/bin/sh\0-c");

    container.stop(0);
    JsonNode status = container.status();
    assertThat(status.path("state").asText()).isEqualTo("CONTAINER_EXITED");
    assertThat(status.path("exit_code").asInt()).isEqualTo(137);
    assertThat(status.path("reason").asText()).isEqualTo("Error");
    assertThat(status.path("finished_at").asLong())
        .isGreaterThan(status.path("started_at").asLong());

    container.remove();
    assertThat(listed(container)).isEmpty();
    assertThat(cri.refusal("ContainerStatus", Map.of("container_id", container.id())).code())
        .isEqualTo("NOT_FOUND");
  }

  private List<String> listed(PodContainer container) {
    return cri.call("ListContainers", Map.of("filter", Map.of("id", container.id())))
        .path("containers")
        .findValuesAsText("state");
  }

  @Test
  void aStopAsksByTermBeforeItKills() {
    PodContainer asked =
        pod.container("/bin/sh", "-c", "trap 'exit 7' TERM; echo ready; sleep 1000 & wait").start();
    PodContainer deaf =
        pod.container("/bin/sh", "-c", "trap '' TERM; echo ready; sleep 1000 & wait").start();
    Await.until("the traps", () -> asked.printed().equals("ready\n"));
    Await.until("the traps", () -> deaf.printed().equals("ready\n"));
    asked.stop(60);
    assertThat(asked.exitCode()).isEqualTo(7);
    deaf.stop(1);
    assertThat(deaf.exitCode()).isEqualTo(137);
  }

  @AlsoToday
  @Test
  void theLogHasEachLineWithItsStreamAndTheRestOfALineToo() {
    PodContainer container =
        pod.container("/bin/sh", "-c", "echo one; echo two >&2; printf three; exit 3").run();
    JsonNode status = container.status();
    assertThat(status.path("exit_code").asInt()).isEqualTo(3);
    assertThat(status.path("reason").asText()).isEqualTo("Error");
    Await.until("three lines", () -> container.logLines().size() == 3);
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+(Z|[+-]\\d\\d:\\d\\d) ";
    assertThat(container.logLines().stream().filter(line -> !line.contains(" stderr ")))
        .hasSize(2)
        .allMatch(line -> line.matches(time + "stdout (F one|P three|F three)"));
    assertThat(container.logLines()).anyMatch(line -> line.matches(time + "stderr F two"));
  }

  @AlsoToday
  @Test
  void execSyncGivesBothStreamsAndTheExitCode() {
    PodContainer container = pod.sleeping();
    Outcome outcome = container.exec("/bin/sh", "-c", "echo out; echo err >&2; exit 42");
    assertThat(outcome.exitCode()).isEqualTo(42);
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
    assertThat(container.exec("/bin/sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
    assertThat(container.exec("/bin/sh", "-c", "yes | head -n 200000").stdout()).hasSize(400000);
  }

  @Test
  void anExecThatTakesTooLongIsKilled() {
    PodContainer container = pod.sleeping();
    CriError refusal =
        cri.refusal(
            "ExecSync",
            Map.of(
                "container_id",
                container.id(),
                "cmd",
                List.of("/bin/sh", "-c", "exec sleep 4321"),
                "timeout",
                1));
    assertThat(refusal.code()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(refusal).hasMessageContaining("timeout 1s exceeded");
    assertThat(container.exec("/bin/ps").stdout()).doesNotContain("4321");
  }

  @AlsoToday
  @Test
  void aCommandThatIsNotThereIsNamedByStartExecAndStatus() {
    PodContainer container = pod.container("/nope").create();
    CriError refusal = cri.refusal("StartContainer", Map.of("container_id", container.id()));
    String why = "exec: \"/nope\": stat /nope: no such file or directory";
    assertThat(refusal).hasMessageContaining(why);
    JsonNode status = container.status();
    assertThat(status.path("state").asText()).isEqualTo("CONTAINER_EXITED");
    assertThat(status.path("exit_code").asInt()).isEqualTo(128);
    assertThat(status.path("reason").asText()).isEqualTo("StartError");
    assertThat(status.path("message").asText()).contains(why);

    CriError exec =
        cri.refusal(
            "ExecSync", Map.of("container_id", pod.sleeping().id(), "cmd", List.of("/nope")));
    assertThat(exec).hasMessageContaining(why);
  }

  @Test
  void aWrongMountAndAWrongWorkingFolderAreNamed() {
    HostFiles.write(Path.of("/tmp/a-file"), "");
    PodContainer mount =
        pod.container("/bin/true")
            .set("mounts", List.of(Map.of("container_path", "/tmp", "host_path", "/tmp/a-file")))
            .create();
    assertThat(cri.refusal("StartContainer", Map.of("container_id", mount.id())))
        .hasMessageContaining("/tmp/a-file")
        .hasMessageContaining("not a directory");
    PodContainer folder = pod.container("/bin/true").set("working_dir", "/etc/passwd").create();
    assertThat(cri.refusal("StartContainer", Map.of("container_id", folder.id())))
        .hasMessageContaining("/etc/passwd")
        .hasMessageContaining("not a directory");
  }

  @Test
  void oneContainerAfterTheOtherSharesAFolderAsInitContainersDo() {
    var volume =
        List.of(Map.of("container_path", "/volume", "host_path", "/tmp/" + pod.id() + "-init"));
    HostFiles.folder(Path.of("/tmp/" + pod.id() + "-init"));
    for (String word : List.of("one", "two")) {
      PodContainer init =
          pod.container("/bin/sh", "-c", "echo " + word + " >>/volume/file")
              .set("mounts", volume)
              .run();
      assertThat(init.exitCode()).isZero();
      assertThat(init.status().path("reason").asText()).isEqualTo("Completed");
      init.remove();
    }
    PodContainer app = pod.container("/bin/cat", "/volume/file").set("mounts", volume).run();
    Await.until("the words", () -> app.printed().equals("one\ntwo\n"));
  }

  @Test
  void aContainerThatRunsIsRemovedByForce() {
    PodContainer container = pod.sleeping();
    long pid = container.pid();
    container.remove();
    assertThat(Host.isRunning(pid)).isFalse();
  }
}
