package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The words of runc's errors that containerd, Docker, Podman and Buildah look for, and the exit
 * codes that go with them. No specification has them.
 */
@Conformance
class ClientTextsIT {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"state", "start", "kill", "delete"})
  void anUnknownContainerDoesNotExist(String command, Sandbox sandbox) {
    assertSays(sandbox.runtime().command(command, sandbox.newId()).execute(), "does not exist");
  }

  @Test
  void killOfAStoppedContainerSaysThatItIsNotRunning(Sandbox sandbox) {
    Container container = sandbox.container().launch().awaitStatus("stopped");
    assertSays(container.kill("KILL"), "container not running");
  }

  @Test
  void createWithAnIdInUseSaysThatItExists(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertSays(container.create(), "container with given ID already exists");
  }

  @Test
  void startOfARunningContainerSaysThatItRuns(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertSays(container.start(), "cannot start an already running container");
  }

  @Test
  void startOfAStoppedContainerSaysThatItHasStopped(Sandbox sandbox) {
    Container container = sandbox.container().launch().awaitStatus("stopped");
    assertSays(container.start(), "cannot start a container that has stopped");
  }

  @Test
  void deleteOfARunningContainerSaysThatItIsNotStopped(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertSays(
        container.delete(), "cannot delete container " + container.id(), "not stopped", "running");
  }

  @Test
  void killWithABadSignalNamesIt(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertSays(container.kill("BOGUS"), "unknown signal", "BOGUS");
  }

  @Test
  void aMissingExecutableGivenByPathIsNoSuchFileAlreadyForCreate(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("/nope"));
    assertSays(container.create(), "/nope", "no such file or directory");
  }

  @Test
  void aMissingExecutableGivenByNameIsNotFoundAlreadyForCreate(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("nope"));
    assertSays(container.create(), "nope", "executable file not found");
  }

  @Test
  void anExecutableWithoutPermissionIsDeniedAlreadyForCreate(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("/etc/plain"));
    HostFiles.mode(HostFiles.write(container.bundle().rootfs().resolve("etc/plain"), ""), "0644");
    assertSays(container.create(), "/etc/plain", "permission denied");
  }

  /** Words in the case given, and exit code 1. */
  private static void assertSays(Outcome outcome, String... words) {
    outcome.exits(1);
    assertThat(outcome.stderr()).as(outcome::toString).contains(words);
  }
}
