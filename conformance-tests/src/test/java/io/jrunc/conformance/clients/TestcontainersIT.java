package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HealthCheck;
import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Testcontainers, the way tests in Java use it, against the daemon that has the runtime. */
@Clients
class TestcontainersIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Serves what is in /www, which needs no networking but its own. */
  private static final String[] SERVER = {"httpd", "-f", "-p", "8080", "-h", "/www"};

  @BeforeAll
  static void startDocker() {
    Dockerd.shared();
  }

  @Test
  @AlsoToday
  void aServerIsReachedByItsPublishedPortWithTheFileThatWasCopiedIntoIt() throws Exception {
    try (GenericContainer<?> server = server()) {
      server.withExposedPorts(8080).waitingFor(Wait.forListeningPort());
      server.start();
      assertThat(get(server)).isEqualTo("hello");
      assertThat(server.isRunning()).isTrue();
    }
  }

  @Test
  void anHttpAnswerCanBeWaitedFor() throws Exception {
    try (GenericContainer<?> server = server()) {
      server.withExposedPorts(8080).waitingFor(Wait.forHttp("/index.html").forStatusCode(200));
      server.start();
      assertThat(get(server)).isEqualTo("hello");
    }
  }

  @Test
  @AlsoToday
  void execTellsWhatWasPrintedAndTheExitCodeAsTheUserAndInTheFolderThatWereAskedFor()
      throws Exception {
    try (GenericContainer<?> container = idle()) {
      container.start();
      ExecResult result =
          container.execInContainer(
              ExecConfig.builder()
                  .user("1000")
                  .workDir("/tmp")
                  .command(new String[] {"sh", "-c", "id -u; pwd; echo $0 >&2; exit 3"})
                  .build());
      assertThat(result.getStdout()).isEqualTo("1000\n/tmp\n");
      assertThat(result.getStderr()).isEqualTo("sh\n");
      assertThat(result.getExitCode()).isEqualTo(3);
      // older Dockers tell 126 of a command that can't be begun, whatever the reason
      assertThat(container.execInContainer("/nowhere").getExitCode())
          .isEqualTo(Machine.release().equals("bookworm") ? 126 : 127);
    }
  }

  @Test
  @AlsoToday
  void aFileThatIsCopiedIntoARunningContainerAndOutAgainIsTheSame() throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(1).nextBytes(content);
    try (GenericContainer<?> container = idle()) {
      container.start();
      container.copyFileToContainer(Transferable.of(content, 0640), "/tmp/a/deep/file");
      assertThat(container.execInContainer("stat", "-c", "%a %s", "/tmp/a/deep/file").getStdout())
          .isEqualTo("640 1048576\n");
      container.execInContainer("mv", "/tmp/a/deep/file", "/home/file");
      byte[] back = container.copyFileFromContainer("/home/file", InputStream::readAllBytes);
      assertThat(back).isEqualTo(content);
    }
  }

  @Test
  @AlsoToday
  void aMessageInTheLogCanBeWaitedForAndBothStreamsComeToWhomeverFollows() throws Exception {
    WaitingConsumer waiting = new WaitingConsumer();
    ToStringConsumer everything = new ToStringConsumer();
    String script =
        "mkfifo /tmp/go; echo wrong >&2; echo begins; read x </tmp/go; echo $x; exec sleep 1000";
    try (GenericContainer<?> container = box("sh", "-c", script)) {
      container.waitingFor(Wait.forLogMessage(".*begins.*", 1));
      container.start();
      container.followOutput(waiting.andThen(everything));
      container.execInContainer("sh", "-c", "echo goes on >/tmp/go");
      waiting.waitUntil(frame -> frame.getUtf8String().contains("goes on"));
      assertThat(container.getLogs(OutputFrame.OutputType.STDOUT)).isEqualTo("begins\ngoes on\n");
      assertThat(container.getLogs(OutputFrame.OutputType.STDERR)).isEqualTo("wrong\n");
      assertThat(everything.toUtf8String()).contains("begins", "goes on", "wrong");
    }
  }

  @Test
  void aContainerIsStartedOnceItIsHealthy() throws Exception {
    long every = Duration.ofMillis(500).toNanos();
    try (GenericContainer<?> container =
        box("sh", "-c", "(sleep 1; touch /tmp/well) & exec sleep 1000")) {
      container
          .withCreateContainerCmdModifier(
              command ->
                  command.withHealthcheck(
                      new HealthCheck()
                          .withTest(List.of("CMD-SHELL", "test -e /tmp/well"))
                          .withInterval(every)))
          .waitingFor(Wait.forHealthcheck());
      container.start();
      assertThat(container.isHealthy()).isTrue();
      assertThat(container.execInContainer("ls", "/tmp").getStdout()).isEqualTo("well\n");
    }
  }

  @Test
  @AlsoToday
  void aContainerFindsAnotherByItsAliasInTheirNetwork() {
    try (Network network = Network.newNetwork();
        GenericContainer<?> server = server();
        GenericContainer<?> caller = box("wget", "-q", "-O", "-", "http://there:8080/index.html")) {
      server.withNetwork(network).withNetworkAliases("there");
      server.start();
      caller
          .withNetwork(network)
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT));
      caller.start();
      assertThat(caller.getLogs()).isEqualTo("hello");
    }
  }

  @Test
  void aContainerThatIsRestartedKeepsItsFilesAndAnswersAgain() throws Exception {
    try (GenericContainer<?> container = box("sh", "-c", "echo again >>/times; exec sleep 1000")) {
      container.start();
      String first = started(container);
      docker().restartContainerCmd(container.getContainerId()).withTimeout(0).exec();
      assertThat(started(container)).isNotEqualTo(first);
      Await.until(
          "the second start",
          () -> exec(container, "cat", "/times").getStdout().equals("again\nagain\n"));
    }
  }

  @Test
  void aContainerOfOneShotIsStartedWhenItHasEndedWithCodeZeroOnly() {
    OneShotStartupCheckStrategy once = new OneShotStartupCheckStrategy().withTimeout(LIMIT);
    try (GenericContainer<?> good = box("echo", "done")) {
      good.withStartupCheckStrategy(once);
      good.start();
      assertThat(good.getLogs()).isEqualTo("done\n");
    }
    try (GenericContainer<?> bad = box("false")) {
      bad.withStartupCheckStrategy(once);
      assertThatThrownBy(bad::start).isInstanceOf(ContainerLaunchException.class);
    }
  }

  @Test
  void theExitCodeOfAContainerThatEndsLaterIsKnown() {
    try (GenericContainer<?> container =
        box("sh", "-c", "mkfifo /tmp/go; echo begins; read x </tmp/go; exit $x")) {
      container.waitingFor(Wait.forLogMessage(".*begins.*", 1));
      container.start();
      exec(container, "sh", "-c", "echo 7 >/tmp/go");
      Await.until("the end", () -> !container.isRunning());
      assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong()).isEqualTo(7);
    }
  }

  @Test
  @AlsoToday
  void aCommandThatIsNotThereFailsWithTheRuntimesReason() {
    try (GenericContainer<?> container = box("/nowhere")) {
      assertThatThrownBy(container::start)
          .isInstanceOf(ContainerLaunchException.class)
          .rootCause()
          .hasMessageContaining("/nowhere")
          .hasMessageContaining("no such file or directory");
    }
  }

  @Test
  @AlsoToday
  void limitsUserAndRuntimeAreThoseOfTheModifiedCall() {
    try (GenericContainer<?> container = idle()) {
      container.withCreateContainerCmdModifier(
          command ->
              command
                  .withUser("1000:2000")
                  .getHostConfig()
                  .withRuntime(Dockerd.RUNTIME)
                  .withMemory(64L << 20)
                  .withPidsLimit(50L));
      container.start();
      assertThat(firstThere(container, "memory/memory.limit_in_bytes", "memory.max"))
          .isEqualTo("67108864\n");
      assertThat(firstThere(container, "pids/pids.max", "pids.max")).isEqualTo("50\n");
      assertThat(exec(container, "sh", "-c", "id -u; id -g").getStdout()).isEqualTo("1000\n2000\n");
    }
  }

  @Test
  void withoutReuseEachStartIsAContainerOfItsOwnAndStopRemovesIt() {
    try (GenericContainer<?> container = idle()) {
      container.start();
      String first = container.getContainerId();
      container.stop();
      assertThatThrownBy(() -> docker().inspectContainerCmd(first).exec())
          .isInstanceOf(NotFoundException.class);
      container.start();
      assertThat(container.getContainerId()).isNotEqualTo(first);
    }
  }

  private static GenericContainer<?> box(String... command) {
    return new GenericContainer<>(DockerImageName.parse(Dockerd.IMAGE))
        .withImagePullPolicy(image -> false)
        .withCommand(command);
  }

  private static GenericContainer<?> idle() {
    return box("sleep", "1000");
  }

  private static GenericContainer<?> server() {
    return box(SERVER).withCopyToContainer(Transferable.of("hello"), "/www/index.html");
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  private static String started(GenericContainer<?> container) {
    return docker()
        .inspectContainerCmd(container.getContainerId())
        .exec()
        .getState()
        .getStartedAt();
  }

  private static String get(GenericContainer<?> server) throws Exception {
    URI address =
        URI.create("http://" + server.getHost() + ":" + server.getMappedPort(8080) + "/index.html");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** A file of the container's cgroup, which has one name in version 1 and another in version 2. */
  private static String firstThere(GenericContainer<?> container, String v1, String v2) {
    String line = "cd /sys/fs/cgroup; cat " + v1 + " 2>/dev/null || cat " + v2;
    return exec(container, "sh", "-c", line).getStdout();
  }

  private static ExecResult exec(GenericContainer<?> container, String... command) {
    try {
      return container.execInContainer(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
