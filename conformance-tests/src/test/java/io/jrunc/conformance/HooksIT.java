package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hooks. Each writes what it sees into a folder of the host, which the container has as {@code
 * /seen}; busybox's sh runs them everywhere, for its path is that of the host's sh too.
 */
@Conformance
class HooksIT {
  private static final List<String> KINDS =
      List.of(
          "prestart",
          "createRuntime",
          "createContainer",
          "startContainer",
          "poststart",
          "poststop");

  /** The kinds whose processes see the container's files and not the host's. */
  private static final String INSIDE = "startContainer";

  /** A container with hooks, and the folder that they write to. */
  private static final class Hooked {
    private final Path folder;
    private final List<Map.Entry<String, Map<String, Object>>> hooks = new ArrayList<>();

    Hooked(Sandbox sandbox) {
      this.folder = HostFiles.mode(sandbox.newFolder(), "777");
    }

    /** A line of sh; {@code $SEEN} is the folder, {@code $STATE} the state. */
    Hooked with(String kind, String script) {
      return with(kind, script, Map.of());
    }

    Hooked with(String kind, String script, Map<String, Object> more) {
      Map<String, Object> hook = new LinkedHashMap<>();
      hook.put("path", "/bin/sh");
      hook.put("args", List.of("sh", "-c", "SEEN=" + folderOf(kind) + "; STATE=$(cat); " + script));
      hook.put("env", List.of("PATH=/sbin:/bin:/usr/sbin:/usr/bin"));
      hook.putAll(more);
      hooks.add(Map.entry(kind, hook));
      return this;
    }

    Hooked withAll(String script) {
      for (String kind : KINDS) {
        with(kind, script.replace("KIND", kind));
      }
      return this;
    }

    /** Where its hooks of a kind see the folder. */
    String folderOf(String kind) {
      return kind.equals(INSIDE) ? "/seen" : folder.toString();
    }

    boolean exists(String file) {
      return Files.exists(folder.resolve(file));
    }

    /** The edits of a configuration that add the hooks, after others. */
    Consumer<Config> and(Consumer<Config> edits) {
      return edits.andThen(this::addTo);
    }

    private void addTo(Config config) {
      config.bind("/seen", folder, "bind", "rw");
      for (Map.Entry<String, Map<String, Object>> hook : hooks) {
        config.add("/hooks/" + hook.getKey(), hook.getValue());
      }
    }

    String seen(String file) {
      return HostFiles.readIfThere(folder.resolve(file)).orElse("");
    }

    JsonNode json(String file) {
      return Json.parse(seen(file));
    }
  }

  @Test
  @SpecRule("runtime.md#lifecycle: hooks run at their points of the life cycle, in their order")
  void hooksRunAtTheirPoints(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).withAll("echo KIND >>$SEEN/order");
    Container container =
        sandbox.container(
            hooks.and(config -> config.sh("echo program >>/seen/order; exec sleep 1000")));
    container.create().succeeds();
    assertThat(hooks.seen("order")).isEqualTo("prestart\ncreateRuntime\ncreateContainer\n");
    container.start().succeeds();
    Await.until("the program to run", () -> hooks.seen("order").contains("program"));
    assertThat(hooks.seen("order").lines().toList())
        .hasSize(6)
        .startsWith("prestart", "createRuntime", "createContainer", "startContainer")
        .contains("program", "poststart");
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    assertThat(hooks.seen("order")).doesNotContain("poststop");
    container.delete().succeeds();
    assertThat(hooks.seen("order")).endsWith("poststop\n");
  }

  @Test
  @SpecRule("runtime.md#lifecycle: startContainer hooks run before the user's program")
  void theProgramBeginsOnceTheHooksBeforeItHaveEnded(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).with("startContainer", "sleep 0.3; echo hook >>$SEEN/order");
    sandbox
        .container(hooks.and(config -> config.sh("echo program >>/seen/order")))
        .run()
        .succeeds();
    assertThat(hooks.seen("order")).isEqualTo("hook\nprogram\n");
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: hooks are called in the listed order")
  void hooksOfOneKindRunInTheListedOrder(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    for (String word : List.of("one", "two", "three")) {
      hooks.withAll("echo " + word + " >>$SEEN/KIND");
    }
    sandbox.container(hooks.and(c -> c.sh("sleep 0.3"))).run().succeeds();
    for (String kind : KINDS) {
      assertThat(hooks.seen(kind)).as(kind).isEqualTo("one\ntwo\nthree\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "prestart, creating, true",
    "createRuntime, creating, true",
    "createContainer, creating, false",
    "startContainer, created, false",
    "poststart, running, true",
    "poststop, stopped, true"
  })
  @SpecRule("config.md#posix-platform-hooks: the state must be passed to hooks over stdin")
  void aHookReadsTheStateOfItsMoment(String kind, String status, boolean host, Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).with(kind, "echo \"$STATE\" >$SEEN/state");
    Container container =
        sandbox
            .container(
                hooks.and(config -> config.sleeping().set("/annotations/org.example.key", "v w")))
            .launch();
    long pid = container.pid();
    container.delete("--force").succeeds();
    JsonNode state = hooks.json("state");
    assertThat(state.path("id").asText()).isEqualTo(container.id());
    assertThat(state.path("status").asText()).isEqualTo(status);
    assertThat(state.path("bundle").asText()).isEqualTo(container.bundle().folder().toString());
    assertThat(state.path("ociVersion").asText()).startsWith("1.");
    assertThat(state.path("annotations").path("org.example.key").asText()).isEqualTo("v w");
    long known = host ? pid : 1;
    assertThat(state.path("pid").asLong()).isEqualTo(status.equals("stopped") ? 0 : known);
  }

  @Test
  @SpecRule("runtime.md#state: for hooks in the container, the pid is as seen by the container")
  void inThePidNamespaceOfTheHostAllKnowThePidOfTheHost(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("createContainer", "echo \"$STATE\" >$SEEN/create")
            .with("startContainer", "echo \"$STATE\" >$SEEN/start");
    Container container =
        sandbox.container(hooks.and(config -> config.withoutNamespace("pid").sleeping())).launch();
    assertThat(hooks.json("create").path("pid").asLong()).isEqualTo(container.pid());
    assertThat(hooks.json("start").path("pid").asLong()).isEqualTo(container.pid());
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: each kind runs in the namespaces of its kind")
  void hooksRunInTheNamespacesOfTheirKind(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .withAll(
                "for n in mnt pid net ipc uts; do echo $n $(readlink /proc/self/ns/$n); done"
                    + " >$SEEN/KIND");
    Container container = sandbox.container(hooks.and(Config::sleeping)).launch();
    String inside = namespaces(Long.toString(container.pid()));
    container.delete("--force").succeeds();
    for (String kind : KINDS) {
      boolean host = !kind.equals("createContainer") && !kind.equals("startContainer");
      assertThat(hooks.seen(kind)).as(kind).isEqualTo(host ? namespaces("self") : inside);
    }
  }

  private static String namespaces(String pid) {
    StringBuilder lines = new StringBuilder();
    for (String type : List.of("mnt", "pid", "net", "ipc", "uts")) {
      lines.append(type).append(' ').append(Host.namespace(pid, type)).append('\n');
    }
    return lines.toString();
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: env has the same semantics as environ, args as execv")
  void aHookHasExactlyItsEnvironmentAndArguments(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    for (String kind : KINDS) {
      for (String file : List.of("environ", "cmdline")) {
        String to = hooks.folderOf(kind) + "/" + kind + "." + file;
        hooks.with(
            kind,
            "",
            Map.of(
                "path", "/bin/cp",
                "args", List.of("cp", "/proc/self/" + file, to),
                "env", List.of("B=2", "A= x y ", "EMPTY=")));
      }
    }
    sandbox.container(hooks.and(c -> c.sh("sleep 0.3"))).run().succeeds();
    for (String kind : KINDS) {
      assertThat(hooks.seen(kind + ".environ")).as(kind).isEqualTo("B=2\0A= x y \0EMPTY=\0");
      assertThat(hooks.seen(kind + ".cmdline"))
          .as(kind)
          .isEqualTo("cp\0/proc/self/cmdline\0" + hooks.folderOf(kind) + "/" + kind + ".cmdline\0");
    }
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: without env a hook has the empty environment")
  void aHookWithoutEnvironmentInheritsNothing(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    for (String kind : KINDS) {
      String to = hooks.folderOf(kind) + "/" + kind;
      List<String> args = List.of("cp", "/proc/self/environ", to);
      hooks.with(kind, "", Map.of("path", "/bin/cp", "args", args, "env", List.of()));
    }
    sandbox.container(hooks.and(c -> c.sh("sleep 0.3"))).run().succeeds();
    for (String kind : KINDS) {
      assertThat(hooks.exists(kind)).as(kind).isTrue();
      assertThat(hooks.seen(kind)).as(kind).isEmpty();
    }
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: the first of args is the hook's name for itself")
  void theNameOfAHookIsTheFirstOfItsArguments(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    List<String> args =
        List.of("any name", "-c", "tr '\\0' '|' </proc/$$/cmdline >" + hooks.folder + "/seen");
    hooks.with("createRuntime", "", Map.of("args", args));
    sandbox.container(hooks.and(c -> {})).run().succeeds();
    assertThat(hooks.seen("seen")).startsWith("any name|-c|");
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: path must be an absolute path, args are optional")
  void aHookWithoutArgumentsIsCalledByItsPath(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    Path program = hooks.folder.resolve("program");
    HostFiles.write(program, "#!/bin/sh\ntr '\\0' '|' </proc/$$/cmdline >" + program + ".seen\n");
    HostFiles.mode(program, "755");
    Container container =
        sandbox.container(
            hooks.and(c -> c.add("/hooks/createRuntime", Map.of("path", program.toString()))));
    container.run().succeeds();
    assertThat(hooks.seen("program.seen")).isEqualTo("/bin/sh|" + program + "|");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"prestart", "createRuntime", "createContainer"})
  @SpecRule("runtime.md#lifecycle: a failing hook of create must stop and destroy the container")
  void aFailingHookOfCreateLeavesNothing(String kind, Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).withAll("echo KIND >>$SEEN/order");
    hooks.with(kind, "echo failing >>$SEEN/order; exit 3").with(kind, "echo no >>$SEEN/order");
    Container container =
        sandbox.container(hooks.and(config -> config.sh("echo program >>/seen/order")));
    container.createFailsAndLeavesNothing();
    String before = String.join("\n", KINDS.subList(0, KINDS.indexOf(kind) + 1));
    assertThat(hooks.seen("order")).isEqualTo(before + "\nfailing\npoststop\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"startContainer", "poststart"})
  @SpecRule("runtime.md#lifecycle: a failing hook of start must stop and destroy the container")
  void aFailingHookOfStartLeavesNothing(String kind, Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).withAll("echo KIND >>$SEEN/order");
    hooks.with(kind, "echo failing >>$SEEN/order; exit 3").with(kind, "echo no >>$SEEN/order");
    Container container =
        sandbox.container(hooks.and(config -> config.sh("echo on >>/seen/program; sleep 1000")));
    container.create().succeeds();
    container.start().fails();
    assertThat(container.traces()).isEmpty();
    container.askState().fails();
    assertThat(hooks.seen("order")).endsWith(kind + "\nfailing\npoststop\n");
    if (kind.equals("startContainer")) {
      assertThat(hooks.seen("program")).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"prestart", "createRuntime", "createContainer", "startContainer", "poststart"})
  @SpecRule("runtime.md#lifecycle: a failing hook must stop and destroy the container")
  void aRunWithAFailingHookFailsAndLeavesNothing(String kind, Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).with(kind, "false");
    Container container = sandbox.container(hooks.and(Config::sleeping));
    container.run().fails();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("runtime.md#lifecycle: a failing poststop hook is a warning, and the others run")
  void aFailingLastHookOnlyWarns(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("poststop", "echo one >>$SEEN/order; echo no such thing; exit 3")
            .with("poststop", "echo two >>$SEEN/order; exit 4")
            .with("poststop", "echo three >>$SEEN/order");
    Container container = sandbox.container(hooks.and(Config::sleeping)).launch();
    Outcome outcome = container.delete("--force").succeeds();
    assertThat(hooks.seen("order")).isEqualTo("one\ntwo\nthree\n");
    assertThat(outcome.stderr()).contains("warn", "3");
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"prestart", "createRuntime", "createContainer"})
  @SpecRule("config.md#posix-platform-hooks: a hook is aborted after its timeout")
  void aHookOfCreateThatTakesTooLongIsKilled(String kind, Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox).with(kind, "echo $$ >$SEEN/pid; exec sleep 1000", Map.of("timeout", 3));
    sandbox.container(hooks.and(c -> {})).createFailsAndLeavesNothing();
    if (!kind.equals("createContainer")) {
      assertThat(Host.isRunning(Long.parseLong(hooks.seen("pid").strip()))).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"startContainer", "poststart"})
  @SpecRule("config.md#posix-platform-hooks: a hook is aborted after its timeout")
  void aHookOfStartThatTakesTooLongIsKilled(String kind, Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).with(kind, "exec sleep 1000", Map.of("timeout", 1));
    Container container = sandbox.container(hooks.and(Config::sleeping));
    container.create().succeeds();
    container.start().fails();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: timeout is the seconds before a hook is aborted")
  void aHookThatEndsBeforeItsTimeoutIsNotKilled(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    for (String kind : KINDS) {
      hooks.with(kind, "echo done >$SEEN/" + kind, Map.of("timeout", 25));
    }
    sandbox.container(hooks.and(c -> c.sh("sleep 0.3"))).run().succeeds();
    for (String kind : KINDS) {
      assertThat(hooks.seen(kind)).as(kind).isEqualTo("done\n");
    }
  }

  @Test
  @SpecRule("runtime.md#errors: an error says what went wrong")
  void theOutputOfAFailingHookIsTold(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).with("createRuntime", "echo no such net >&2; exit 3");
    sandbox
        .container(hooks.and(c -> {}))
        .createFailsAndLeavesNothing()
        .failsSaying("no such net", "3");
  }

  @Test
  @OnlyFor("jrunc")
  void theMessageNamesTheHookItsEndAndItsOutput(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("prestart", "true")
            .with("prestart", "echo one; echo two >&2; exit 3");
    Container failing = sandbox.container(hooks.and(c -> {}));
    failing
        .createFailsAndLeavesNothing()
        .failsSaying("create " + failing.id() + ": /hooks/prestart/1: /bin/sh: exit code 3: one");
    Map<String, Object> missing = Map.of("path", "/no/such/hook");
    Container absent =
        sandbox.container(new Hooked(sandbox).with("createContainer", "", missing).and(c -> {}));
    absent
        .createFailsAndLeavesNothing()
        .failsSaying("/hooks/createContainer/0: /no/such/hook: no such file or directory (ENOENT)");
    Container killed =
        sandbox.container(new Hooked(sandbox).with("startContainer", "kill -9 $$").and(c -> {}));
    killed
        .run()
        .failsSaying("start " + killed.id() + ": /hooks/startContainer/0: /bin/sh: killed by");
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: a hook may leave the state unread")
  void neitherUnreadStateNorMuchOutputIsInTheWay(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    for (String kind : KINDS) {
      String script = "head -c 300000 /dev/zero; echo done >" + hooks.folderOf(kind) + "/" + kind;
      hooks.with(kind, "", Map.of("args", List.of("sh", "-c", script)));
    }
    sandbox
        .container(hooks.and(c -> c.sh("sleep 1").set("/annotations/long", "x".repeat(100_000))))
        .run()
        .succeeds();
    for (String kind : KINDS) {
      assertThat(hooks.seen(kind)).as(kind).isEqualTo("done\n");
    }
  }

  @Test
  @OnlyFor("jrunc") // the others wait for the last process that has the hook's output
  void whatAHookLeavesInTheBackgroundIsNotWaitedFor(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("createRuntime", "sleep 1000 & echo $! >$SEEN/pid")
            .with("createContainer", "sleep 1000 &")
            .with("startContainer", "sleep 1000 &");
    Container container = sandbox.container(hooks.and(Config::sleeping)).launch();
    Host.kill("KILL", Long.parseLong(hooks.seen("pid").strip()));
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("runtime.md#lifecycle: later changes of config.json must have no effect")
  void hooksAreThoseOfTheMomentOfCreate(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("poststart", "echo start >>$SEEN/order")
            .with("poststop", "echo stop >>$SEEN/order");
    Container container = sandbox.container(hooks.and(Config::sleeping));
    container.create().succeeds();
    HostFiles.write(container.bundle().configFile(), "{}");
    container.start().succeeds();
    container.delete("--force").succeeds();
    assertThat(hooks.seen("order")).isEqualTo("start\nstop\n");
  }

  @Test
  @SpecRule("runtime.md#lifecycle: poststop hooks run whenever a container is destroyed")
  void theLastHooksRunForACreateThatWasKilled(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("createRuntime", "echo $$ >$SEEN/pid; exec sleep 1000")
            .with("poststop", "echo stop >>$SEEN/order");
    Container container = sandbox.container(hooks.and(Config::sleeping));
    RunningCommand create = container.make(container.making("create"));
    Await.until("the hook to run", () -> hooks.seen("pid").endsWith("\n"));
    create.signal("KILL");
    create.await();
    Host.kill("KILL", Long.parseLong(hooks.seen("pid").strip()));
    container.delete("--force").succeeds();
    assertThat(hooks.seen("order")).isEqualTo("stop\n");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @OnlyFor("jrunc")
  void aHookThatHangsEndsWithItsContainer(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("createRuntime", "echo $$ >$SEEN/pid; exec sleep 1000")
            .with("poststop", "echo stop >>$SEEN/order");
    Container container = sandbox.container(hooks.and(Config::sleeping));
    RunningCommand create = container.make(container.making("create"));
    Await.until("the hook to run", () -> hooks.seen("pid").endsWith("\n"));
    container.delete("--force").succeeds();
    create.await().failsSaying("/hooks/createRuntime/0: /bin/sh: killed, because the container");
    assertThat(Host.isRunning(Long.parseLong(hooks.seen("pid").strip()))).isFalse();
    assertThat(hooks.seen("order")).isEqualTo("stop\n");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: the path is that of the runtime's namespace")
  void aHookMayBeTheExecutableOfARunningProcess(Sandbox sandbox) {
    RunningCommand program = sandbox.program("sleep", "1000").start();
    try {
      Await.until("sleep", () -> Host.read(program.pid(), "cmdline").startsWith("sleep"));
      Map<String, Object> hook =
          Map.of("path", "/proc/" + program.pid() + "/exe", "args", List.of("sleep", "0"));
      Hooked hooks = new Hooked(sandbox).with("prestart", "", hook);
      hooks.with("prestart", "echo done >$SEEN/done");
      sandbox.container(hooks.and(c -> {})).run().succeeds();
      assertThat(hooks.seen("done")).isEqualTo("done\n");
    } finally {
      program.signal("KILL");
      program.await();
    }
  }

  @Test
  @SpecRule("config.md#createruntime-hooks: the mount operations have been performed")
  void hooksOfCreateFindTheMountsOfTheContainerInItsRootDirectory(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with(
                "createRuntime",
                "pid=$(echo \"$STATE\" | tr -d '\\n' | sed 's/.*\"pid\": *\\([0-9]*\\).*/\\1/'); "
                    + "cp /proc/$pid/mountinfo $SEEN/runtime")
            .with("createContainer", "cat /proc/self/mountinfo >$SEEN/container; pwd >$SEEN/pwd");
    Container container = sandbox.container(hooks.and(c -> {}));
    container.run().succeeds();
    Path rootfs = container.bundle().rootfs();
    for (String file : List.of("runtime", "container")) {
      assertThat(hooks.seen(file)).as(file).contains(" " + rootfs + "/proc ", " / / ");
    }
    assertThat(hooks.seen("pwd")).isEqualTo(rootfs + "\n");
  }

  @Test
  @SpecRule("config.md#createcontainer-hooks: after the mounts and before pivot_root")
  void whatAHookMountsIntoTheRootDirectoryIsInTheContainer(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox);
    Container container =
        sandbox.container(hooks.and(c -> c.sh("grep ' /tmp ' /proc/mounts | cut -d ' ' -f 1")));
    Path target = container.bundle().rootfs().resolve("tmp");
    container
        .bundle()
        .write(
            container
                .bundle()
                .config()
                .add(
                    "/hooks/createContainer",
                    Map.of(
                        "path",
                        "/bin/mount",
                        "args",
                        List.of("mount", "-t", "tmpfs", "by-hook", target.toString()))));
    assertThat(container.output()).isEqualTo("by-hook\n");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: hooks run in containers without pivot_root too")
  void hooksRunWithoutPivotRoot(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).withAll("echo KIND >>$SEEN/order");
    Container container = sandbox.container(hooks.and(c -> c.sh("ls / | head -n 1; sleep 0.3")));
    assertThat(container.output("--no-pivot")).isEqualTo("bin\n");
    assertThat(hooks.seen("order").lines()).containsExactlyInAnyOrderElementsOf(KINDS);
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: hooks run in containers with a user namespace too")
  void hooksRunWithAUserNamespace(Sandbox sandbox) {
    Hooked hooks = new Hooked(sandbox).withAll("echo KIND $(id -u) >>$SEEN/order; exit 0");
    Container container =
        sandbox.container(hooks.and(c -> c.userNamespace(100_000).sh("sleep 0.3")));
    HostFiles.folder(container.bundle().rootfs().resolve("seen")); // its root can't make it
    HostFiles.write(hooks.folder.resolve("order"), "");
    HostFiles.mode(hooks.folder.resolve("order"), "666");
    container.run().succeeds();
    assertThat(hooks.seen("order").lines())
        .containsExactlyInAnyOrderElementsOf(KINDS.stream().map(kind -> kind + " 0").toList());
  }

  @Test
  @SpecRule("config.md#startcontainer-hooks: run in the container's namespaces before the program")
  void theHookBeforeTheProgramHasTheRightsOfTheProgram(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("startContainer", "grep -e Uid -e Cap -e NoNew /proc/self/status >$SEEN/hook");
    Container container =
        sandbox.container(
            hooks.and(
                config ->
                    config
                        .sh("grep -e Uid -e Cap -e NoNew /proc/self/status")
                        .set("/process/user/uid", 1000)
                        .set("/process/noNewPrivileges", true)));
    assertThat(container.output()).isEqualTo(hooks.seen("hook")).isNotEmpty();
  }

  @ParameterizedTest(name = "no new privileges: {0}")
  @ValueSource(booleans = {true, false})
  @SpecRule("config.md#startcontainer-hooks: run in the container before the program")
  void theHookBeforeTheProgramIsFilteredLikeIt(boolean noNewPrivileges, Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .with("createContainer", "mkdir $SEEN/free")
            .with("startContainer", "mkdir $SEEN/filtered; true");
    Map<String, Object> filter =
        Map.of(
            "defaultAction",
            "SCMP_ACT_ALLOW",
            "syscalls",
            List.of(Map.of("names", List.of("mkdir", "mkdirat"), "action", "SCMP_ACT_ERRNO")));
    sandbox
        .container(
            hooks.and(
                c ->
                    c.set("/linux/seccomp", filter)
                        .set("/process/noNewPrivileges", noNewPrivileges)))
        .run()
        .succeeds();
    assertThat(hooks.exists("free")).isTrue();
    assertThat(hooks.exists("filtered")).isFalse();
  }

  @Test
  @OnlyFor("jrunc")
  void hooksHaveTheStandardStreamsAndTheSignalsOfTheCaller(Sandbox sandbox) {
    Hooked hooks =
        new Hooked(sandbox)
            .withAll(
                "grep -e SigBlk -e SigIgn /proc/self/status >$SEEN/KIND; "
                    + "ls /proc/self/fd | tr '\\n' ' ' >>$SEEN/KIND");
    sandbox.container(hooks.and(c -> c.sh("sleep 0.3"))).run().succeeds();
    for (String kind : KINDS) {
      assertThat(hooks.seen(kind))
          .as(kind)
          .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0 1 2 3 ");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a relative path|{\"path\":\"bin/true\"}|/path",
        "no path|{}|/path",
        "a timeout of no time|{\"path\":\"/bin/true\",\"timeout\":0}|/timeout",
        "a timeout before|{\"path\":\"/bin/true\",\"timeout\":-1}|/timeout",
        "a variable without a value|{\"path\":\"/bin/true\",\"env\":[\"A\"]}|/env/0",
      })
  @OnlyFor("jrunc")
  void aWrongHookIsRefusedByItsPlace(String name, String hook, String place, Sandbox sandbox) {
    for (String kind : KINDS) {
      sandbox
          .container(config -> config.add("/hooks/" + kind, Json.parse(hook)))
          .createFailsAndLeavesNothing()
          .failsSaying("/hooks/" + kind + "/0" + place);
    }
  }
}
