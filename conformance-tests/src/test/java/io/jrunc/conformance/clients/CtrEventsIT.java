package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ctr events}: what containerd tells of a container's life. */
@Clients
class CtrEventsIT {
  private static final Pattern TASK_EVENT =
      Pattern.compile(" (/tasks/[a-z-]+) .*\"container_id\":\"([^\"]+)\"");

  private final Containerd containerd = Containerd.shared();
  private Call.Running events;

  @BeforeEach
  void listen() {
    events = containerd.ctr("events").start();
    Await.until(
        "the listener",
        () -> {
          containerd.ctr("namespaces", "label", "default", "heard=" + Machine.newName()).run();
          return events.printed().contains("/namespaces/update");
        });
  }

  @AfterEach
  void stopListening() throws InterruptedException {
    events.process().destroyForcibly().waitFor();
  }

  /** Not with containerd 2.1, which now and then doesn't tell of the deletion, with any runtime. */
  @Test
  void aLifeIsToldInItsOrder() {
    String name = containerd.sleeping();
    containerd.exec("e", name, "true").run().succeeds();
    containerd.tasks("pause", name).run().succeeds();
    containerd.tasks("resume", name).run().succeeds();
    containerd.remove(name);
    boolean isOver =
        Await.holdsWithin(Duration.ofSeconds(20), () -> told(name).contains("/tasks/delete"));
    assertThat(isOver).as(events.printed()).isTrue();
    assertThat(told(name))
        .containsExactly(
            "/tasks/create",
            "/tasks/start",
            "/tasks/exec-added",
            "/tasks/exec-started",
            "/tasks/exit",
            "/tasks/paused",
            "/tasks/resumed",
            "/tasks/exit",
            "/tasks/delete");
    assertThat(events.printed()).containsPattern("/tasks/exit .*\"" + name + "\".*:137");
  }

  @Test
  void lackOfMemoryIsToldAndTheRestOfTheContainerGoesOn() throws IOException {
    Path shared = Files.createTempDirectory("shared");
    String name = Machine.newName();
    containerd
        .run(
            "--detach",
            "--memory-limit",
            "20000000",
            "--mount",
            "type=bind,src=" + shared + ",dst=/shared,options=rbind:rw",
            Containerd.BOX,
            name,
            "sh",
            "-c",
            "until [ -e /shared/go ]; do sleep 0.1; done; tail /dev/zero; sleep 1000")
        .run()
        .succeeds();
    Files.createFile(shared.resolve("go")); // only now: containerd listens from the start on
    Await.until("the event", () -> told(name).contains("/tasks/oom"));
    assertThat(containerd.status(name)).isEqualTo("RUNNING");
    assertThat(containerd.tasks("metrics", name).run().succeeds().stdout())
        .contains("memory.usage");
    containerd.remove(name);
  }

  private List<String> told(String container) {
    return events
        .printed()
        .lines()
        .map(CtrEventsIT::parsed)
        .flatMap(Optional::stream)
        .filter(event -> event.container().equals(container))
        .map(Told::topic)
        .toList();
  }

  private static Optional<Told> parsed(String line) {
    Matcher matcher = TASK_EVENT.matcher(line);
    return matcher.find()
        ? Optional.of(new Told(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  private record Told(String topic, String container) {}
}
