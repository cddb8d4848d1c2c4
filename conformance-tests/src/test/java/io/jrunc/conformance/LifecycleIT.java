package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.RuntimeUnderTest;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** runtime.md: create, start, kill and delete, and in which status each is allowed. */
@Conformance
class LifecycleIT {

  @AlsoOnV2
  @Test
  @SpecRule("runtime.md#lifecycle: create, start, kill and delete lead through all statuses")
  void aContainerGoesFromCreatedOverRunningToStopped(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeds();
    assertThat(container.status()).isEqualTo("running");
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    container.delete().succeeds();
    container.askState().fails();
  }

  @Test
  @SpecRule("runtime.md#create: the user's program must not run before start")
  void createDoesNotRunTheProgram(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    container.create().succeeds();
    assertThat(container.written()).isEmpty();
    container.start().succeeds();
    container.awaitWritten("ran").awaitStatus("stopped");
  }

  @Test
  @SpecRule("runtime.md#create: create must fail when the id is not unique")
  void createWithAnExistingIdFailsAndLeavesTheFirstAlone(Sandbox sandbox) {
    Container first = sandbox.container(Config::sleeping).launch();
    long pid = first.pid();
    Container second = sandbox.container(first.id(), sandbox.bundle(Config::sleeping));
    second.create().fails();
    assertThat(first.status()).isEqualTo("running");
    assertThat(first.state().path("pid").asLong()).isEqualTo(pid);
    assertThat(first.state().path("bundle").asText()).isEqualTo(first.bundle().folder().toString());
  }

  @Test
  @SpecRule("runtime.md#create: an id is free again once its container is deleted")
  void anIdCanBeUsedAgainAfterDelete(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo again"));
    assertThat(container.output()).isEqualTo("again\n");
    assertThat(container.output()).isEqualTo("again\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/a"})
  @SpecRule("runtime.md#state: an id names a container; it must not lead out of the state folder")
  void createRefusesAnIdThatIsAPath(String id, Sandbox sandbox) {
    assertIdIsRefused(id, sandbox);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a b", "a\nb", "a*", "a\u00e4"})
  @SpecRule("runtime.md#state: what an id may contain is up to the runtime")
  void createRefusesAnIdWithOtherMarks(String id, Sandbox sandbox) {
    assertIdIsRefused(id, sandbox);
  }

  private static void assertIdIsRefused(String id, Sandbox sandbox) {
    Path root = sandbox.newFolder().resolve("a/root");
    String bundle = sandbox.bundle(Config::sleeping).folder().toString();
    RuntimeUnderTest runtime = sandbox.runtime();
    Outcome outcome = runtime.commandAt(root, "create", "--bundle", bundle, id).execute();
    if (outcome.exitCode() == 0) {
      runtime.commandAt(root, "delete", "--force", id).execute();
    }
    outcome.fails();
    assertThat(HostFiles.names(root)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a", "A-1", "a_b", "a.b", "a+b", "0", "..."})
  @SpecRule("runtime.md#state: what an id may contain is up to the runtime")
  void anIdMayHaveLettersDigitsAndSomeMarks(String name, Sandbox sandbox) {
    Container container = sandbox.container(sandbox.newId() + name, sandbox.bundle(c -> {}));
    container.create().succeeds();
    assertThat(container.state().path("id").asText()).isEqualTo(container.id());
  }

  @Test
  @SpecRule("runtime.md#create: later changes of config.json must have no effect on the container")
  void editsOfConfigJsonAfterCreateHaveNoEffect(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sh("echo first; hostname").set("/hostname", "first"));
    container.create().succeeds();
    container.bundle().write(Config.standard().sh("echo second").set("/hostname", "second"));
    container.start().succeeds();
    container.awaitStatus("stopped");
    assertThat(container.written()).isEqualTo("first\nfirst\n");
  }

  @Test
  @SpecRule("runtime.md#create: later changes of config.json must have no effect on the container")
  void aContainerOutlivesItsConfigJson(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    HostFiles.delete(container.bundle().configFile());
    container.start().succeeds();
    assertThat(container.status()).isEqualTo("running");
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  @SpecRule("runtime.md#start: start must fail for a container that is not created")
  void startOfARunningContainerFailsAndHasNoEffect(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    long pid = container.pid();
    container.start().fails();
    assertThat(container.status()).isEqualTo("running");
    assertThat(container.state().path("pid").asLong()).isEqualTo(pid);
  }

  @Test
  @SpecRule("runtime.md#start: start must fail for a container that is not created")
  void startOfAStoppedContainerFails(Sandbox sandbox) {
    Container container = sandbox.container().launch().awaitStatus("stopped");
    container.start().fails();
    assertThat(container.status()).isEqualTo("stopped");
  }

  @Test
  @SpecRule("runtime.md#start: start must fail when no id of a container is given")
  void startOfAnUnknownContainerFails(Sandbox sandbox, RuntimeUnderTest runtime) {
    runtime.command("start", sandbox.newId()).execute().fails();
    runtime.command("start").execute().fails();
  }

  @Test
  @SpecRule("runtime.md#kill: kill must be possible for a created container")
  void killEndsACreatedContainer(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
  }

  @Test
  @SpecRule("runtime.md#kill: kill must fail for a container that is neither created nor running")
  void killOfAStoppedContainerFails(Sandbox sandbox) {
    Container container = sandbox.container().launch().awaitStatus("stopped");
    container.kill("KILL").fails();
    assertThat(container.status()).isEqualTo("stopped");
  }

  @Test
  @SpecRule("runtime.md#kill: kill must fail when no id of a container is given")
  void killOfAnUnknownContainerFails(Sandbox sandbox, RuntimeUnderTest runtime) {
    runtime.command("kill", sandbox.newId(), "9").execute().fails();
    runtime.command("kill").execute().fails();
  }

  @AlsoOnV2
  @Test
  @SpecRule("runtime.md#delete: delete must fail for a container that is not stopped")
  void deleteOfARunningContainerFailsAndHasNoEffect(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    long pid = container.pid();
    container.delete().fails();
    assertThat(container.status()).isEqualTo("running");
    assertThat(Host.isRunning(pid)).isTrue();
  }

  @Test
  @SpecRule("runtime.md#delete: delete must fail when no id of a container is given")
  void deleteOfAnUnknownContainerFails(Sandbox sandbox, RuntimeUnderTest runtime) {
    runtime.command("delete", sandbox.newId()).execute().fails();
    runtime.command("delete").execute().fails();
  }

  @Test
  @SpecRule("runtime.md#delete: deleting removes what create made")
  void deleteRemovesWhatCreateMade(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertThat(container.traces()).isNotEmpty();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("runtime.md#delete: what create did not make must stay")
  void deleteLeavesTheBundleAlone(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo kept > /tmp/kept"));
    container.run().succeeds();
    assertThat(HostFiles.read(container.bundle().rootfs().resolve("tmp/kept"))).isEqualTo("kept\n");
    assertThat(container.bundle().configFile()).exists();
  }

  @AlsoOnV2
  @Test
  @SpecRule("runtime.md#delete: deleting removes what create made")
  void deleteEndsWhatAContainerInTheHostsPidNamespaceLeftBehind(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.withoutNamespace("pid").sh("sleep 1001 & echo $!"));
    container.launch().awaitStatus("stopped");
    long child = Long.parseLong(container.written().strip());
    container.delete().succeeds();
    assertThat(Host.isRunning(child)).isFalse();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void deleteByForceKillsARunningContainer(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    long pid = container.pid();
    container.delete("--force").succeeds();
    assertThat(Host.isRunning(pid)).isFalse();
    assertThat(container.traces()).isEmpty();
  }

  @AlsoOnV2
  @Test
  void deleteByForceRemovesACreatedContainer(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    long pid = container.pid();
    container.delete("--force").succeeds();
    assertThat(Host.isRunning(pid)).isFalse();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void deleteByForceOfAnUnknownContainerIsNoError(Sandbox sandbox, RuntimeUnderTest runtime) {
    runtime.command("delete", "--force", sandbox.newId()).execute().succeeds();
  }

  @Test
  void createReturnsWithNoProcessLeftButTheContainers(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container
        .make(container.making("create").env("JRUNC_ONE_CALL", container.id()))
        .await()
        .succeeds();
    long init = container.pid();
    List<Long> left =
        Host.pids().stream()
            .filter(pid -> pid != init)
            .filter(
                pid ->
                    HostFiles.readIfThere(Path.of("/proc/" + pid + "/environ"))
                        .filter(text -> text.contains("JRUNC_ONE_CALL=" + container.id()))
                        .isPresent())
            .toList();
    assertThat(left).isEmpty();
  }

  @Test
  void theContainersProcessIsAdoptedByTheCallersSubreaper(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("exit 7"));
    String pidFile = sandbox.newPath("pid").toString();
    RunningCommand reaper =
        container
            .making("create", "--pid-file", pidFile)
            .through(sandbox.tool("reap"), pidFile)
            .start();
    Await.until("create to return", () -> reaper.stdout().contains("command"));
    container.start().succeeds();
    Outcome outcome = reaper.await().succeeds();
    assertThat(outcome.stdout()).isEqualTo("command exited 0\ninit exited 7\n");
  }

  @Test
  void thePidFileHasThePidAndNothingElse(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path pidFile = sandbox.newPath("pid");
    container.create("--pid-file", pidFile.toString()).succeeds();
    assertThat(HostFiles.read(pidFile)).isEqualTo(Long.toString(container.pid()));
  }

  @Test
  void aRelativePidFileIsBelowTheCallersFolder(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path folder = sandbox.newFolder();
    container.make(container.making("create", "--pid-file", "p").in(folder)).await().succeeds();
    assertThat(HostFiles.read(folder.resolve("p"))).isEqualTo(Long.toString(container.pid()));
  }

  @Test
  void aPidFileThatCannotBeWrittenFailsTheCreateAndLeavesNothing(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.createFailsAndLeavesNothing("--pid-file", sandbox.newPath("missing") + "/pid");
  }

  @Test
  @SpecRule("bundle.md: config.json is in the bundle's folder, which is the caller's by default")
  void theBundleIsTheCallersFolderByDefault(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo here"));
    Outcome outcome = container.command("run").in(container.bundle().folder()).execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("here\n");
  }

  @Test
  @SpecRule("bundle.md: config.json is in the bundle's folder")
  void theBundleMayBeGivenByARelativePath(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path caller = sandbox.newFolder();
    String bundle = caller.relativize(container.bundle().folder()).toString();
    container.command("create", "-b", bundle).in(caller).execute().succeeds();
    assertThat(container.state().path("bundle").asText())
        .isEqualTo(container.bundle().folder().toString());
    container.start().succeeds();
  }

  @Test
  void anotherStateFolderKnowsNothingOfAContainer(Sandbox sandbox, RuntimeUnderTest runtime) {
    Container container = sandbox.container(Config::sleeping).launch();
    Path other = sandbox.newFolder();
    runtime.commandAt(other, "state", container.id()).execute().fails();
    assertThat(Files.exists(other.resolve(container.id()))).isFalse();
  }

  @Test
  void aStateFolderIsMadeWithItsParentsForItsOwnerOnly(Sandbox sandbox) throws Exception {
    Path root = sandbox.newPath("d").resolve("a/b");
    Container container = sandbox.containerAt(root, Config::sleeping);
    container.create().succeeds();
    assertThat(Files.getPosixFilePermissions(root.resolve(container.id())).toString())
        .doesNotContain("OTHERS_WRITE", "GROUP_WRITE", "OTHERS_READ");
  }

  @Test
  void createNeedsNeitherPathNorHomeInItsEnvironment(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    container.make(container.making("create").withoutEnvironment()).await().succeeds();
    container.command("start").withoutEnvironment().execute().succeeds();
    container.awaitWritten("ran").awaitStatus("stopped");
    container.command("delete").withoutEnvironment().execute().succeeds();
  }
}
