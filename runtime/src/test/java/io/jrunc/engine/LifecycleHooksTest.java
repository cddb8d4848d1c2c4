package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.hook.HookFailedException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.CallerFacts;
import io.jrunc.spec.Hook;
import io.jrunc.spec.HookKind;
import io.jrunc.spec.Hooks;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hooks of the host, which any user may have. */
@Timeout(60)
final class LifecycleHooksTest {
  private final Kernel kernel = JnaKernel.forOneCommand();
  @TempDir Path folder;

  @Test
  void aHookReadsTheStateOnItsStandardInput() {
    run(script("cat >seen"));
    assertThat(folder.resolve("seen"))
        .hasContent(
            "{\"ociVersion\":\"1.3.0\",\"id\":\"web1\",\"status\":\"running\",\"pid\":4711,"
                + "\"bundle\":\""
                + folder
                + "\",\"annotations\":{\"k\":\"v\"}}");
  }

  @Test
  void aHookRunsInTheBundleWithItsOwnArgumentsAndEnvironment() {
    run(
        new Hook(
            "/bin/sh",
            List.of(
                "other name",
                "-c",
                "pwd >seen; tr '\\0' ' ' </proc/$$/cmdline >>seen; tr '\\0' ' ' </proc/$$/environ"
                    + " >>seen"),
            List.of("B=2", "A= x "),
            null));
    assertThat(folder.resolve("seen")).content().startsWith(folder + "\nother name -c ");
    assertThat(folder.resolve("seen")).content().endsWith("B=2 A= x  ");
  }

  @Test
  void aHookWithoutArgumentsIsCalledByItsPath() throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\ntr '\\0' ' ' </proc/$$/cmdline >seen\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    run(new Hook(program.toString(), List.of(), List.of(), null));
    assertThat(folder.resolve("seen")).content().isEqualTo("/bin/sh " + program + " ");
  }

  @Test
  void aHookHasTheStandardStreamsOnly() {
    run(script("exec ls /proc/self/fd >seen"));
    assertThat(folder.resolve("seen")).hasContent("0\n1\n2\n3"); // 3 is ls's own
  }

  @Test
  void ofAHookThatFailsTheReasonAndTheOutputAreTold() {
    assertFails(script("echo out; echo err >&2; exit 3"), "/bin/sh: exit code 3: out; err");
    assertFails(script("exit 255"), "/bin/sh: exit code 255");
    assertFails(script("kill -TERM $$"), "/bin/sh: killed by SIGTERM");
    assertFails(
        new Hook("/no/such", List.of(), List.of(), null),
        "/no/such: no such file or directory (ENOENT)");
    assertFails(
        new Hook("/etc/passwd", List.of(), List.of(), null),
        "/etc/passwd: permission denied (EACCES)");
  }

  @Test
  void aHookThatTakesTooLongIsKilled() {
    assertFails(
        script("echo on; exec sleep 1000", 1), "/bin/sh: killed after its timeout of 1 second: on");
  }

  @Test
  void outputWithoutEndDoesNotPutOffTheTimeout() {
    assertThatThrownBy(() -> run(script("exec yes", 1)))
        .hasMessageContaining(": killed after its timeout of 1 second: …");
  }

  @Test
  void aHookThatEndsInTimeIsNotKilled() {
    run(script("echo done >seen", 60));
    assertThat(folder.resolve("seen")).hasContent("done");
  }

  @Test
  void moreStateThanAPipeHoldsArrivesWhole() {
    Map<String, String> annotations = Map.of("long", "x".repeat(1_000_000));
    Hook hook = script("cat >seen");
    hooks(hook).run(HookKind.POSTSTART, container(annotations), Status.RUNNING);
    assertThat(folder.resolve("seen")).content().hasSizeGreaterThan(1_000_000).endsWith("\"}}\n");
    hooks(script("exec <&-; exit 0")) // and one that doesn't read it is no failure
        .run(HookKind.POSTSTART, container(annotations), Status.RUNNING);
  }

  @Test
  void moreOutputThanAPipeHoldsIsRead() {
    run(script("head -c 1000000 /dev/zero; echo done >seen"));
    assertThat(folder.resolve("seen")).hasContent("done");
  }

  @Test
  void aHookThatClosesItsOutputIsWaitedFor() {
    run(script("exec >&- 2>&-; sleep 0.1; echo done >seen"));
    assertThat(folder.resolve("seen")).hasContent("done");
  }

  @Test
  void whatAHookLeavesInTheBackgroundIsNotWaitedFor() throws Exception {
    run(script("sleep 1000 & echo $! >seen"));
    long pid = Long.parseLong(Files.readString(folder.resolve("seen")).strip());
    assertThat(ProcessHandle.of(pid)).isPresent();
    ProcessHandle.of(pid).get().destroyForcibly();
  }

  @Test
  void theFirstThatFailsIsTheLast() {
    Hook first = script("echo 1 >>seen");
    Hook failing = script("echo 2 >>seen; false");
    assertThatThrownBy(() -> run(first, failing, first))
        .hasMessage("/hooks/poststart/1: /bin/sh: exit code 1");
    assertThat(folder.resolve("seen")).hasContent("1\n2");
  }

  @Test
  void thoseThatComeLastRunAllAndTheirFailuresAreTold() {
    Hook good = script("cat >>seen");
    Hook bad = script("echo bad; exit 9");
    Hooks hooks =
        new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(bad, good, bad));
    List<String> warnings = new ArrayList<>();
    lifecycle(hooks).runPoststop(container(Map.of()), warnings::add);
    assertThat(warnings)
        .containsExactly(
            "web1: /hooks/poststop/0: /bin/sh: exit code 9: bad",
            "web1: /hooks/poststop/2: /bin/sh: exit code 9: bad");
    assertThat(folder.resolve("seen"))
        .hasContent(
            "{\"ociVersion\":\"1.3.0\",\"id\":\"web1\",\"status\":\"stopped\",\"bundle\":\""
                + folder
                + "\"}");
  }

  @Test
  void aBundleThatIsGoneKeepsNoHookFromRunning() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Hook hook = script("echo here >" + other + "/seen");
    ContainerRecord container = container(Map.of(), folder.resolve("gone"));
    hooks(hook).run(HookKind.POSTSTART, container, Status.RUNNING);
    assertThat(other.resolve("seen")).hasContent("here");
  }

  private void assertFails(Hook hook, String reason) {
    assertThatThrownBy(() -> run(hook))
        .isInstanceOf(HookFailedException.class)
        .hasMessage("/hooks/poststart/0: " + reason);
  }

  private void run(Hook... hooks) {
    hooks(hooks).run(HookKind.POSTSTART, container(Map.of("k", "v")), Status.RUNNING);
  }

  private LifecycleHooks hooks(Hook... poststart) {
    return lifecycle(
        new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(poststart), List.of()));
  }

  private LifecycleHooks lifecycle(Hooks hooks) {
    return new LifecycleHooks(kernel, new CallerFacts(0, 0, 0, 1024, 4096), hooks);
  }

  private static Hook script(String script) {
    return script(script, null);
  }

  private static Hook script(String script, @Nullable Integer timeout) {
    return new Hook("/bin/sh", List.of("sh", "-c", script), List.of("PATH=/usr/bin:/bin"), timeout);
  }

  private ContainerRecord container(Map<String, String> annotations) {
    return container(annotations, folder);
  }

  private static ContainerRecord container(Map<String, String> annotations, Path bundle) {
    ProcessIdentity process = new ProcessIdentity(4711, 1);
    return ContainerRecord.claim(
            "web1", "1.3.0", bundle, bundle, Instant.EPOCH, 0, annotations, true, process)
        .withInit(process);
  }
}
