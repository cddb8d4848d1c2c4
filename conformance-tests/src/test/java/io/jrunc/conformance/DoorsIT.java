package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Bundle;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Door;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.OutsideView;
import io.jrunc.conformance.kit.ResidentEngine;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes through a resident engine is, in every output, exit code, file and process, what comes
 * of a JVM for one command. Each test does the same twice, with one id and one bundle.
 */
@Conformance
@OnlyFor("jrunc")
class DoorsIT {

  /** So many differences are shown: one line more on one side makes all that follow different. */
  private static final int FIRST = 5;

  private static final String FACTS =
      "grep -v -E '^(Name|State|Tgid|Pid|PPid|NS|Vm|Rss|Hugetlb|.*ctxt|SigQ)' /proc/self/status;"
          + " cat /proc/self/limits /proc/self/cgroup /proc/self/oom_score_adj; umask; pwd; env;"
          + " for fd in /proc/$$/fd/*; do echo $fd $(readlink $fd); done; /bin/attributes";

  /** What was seen of one door, a line each. */
  private static final class Notes {
    private final List<String> lines = new ArrayList<>();

    void add(String what, List<String> seen) {
      seen.forEach(line -> lines.add(what + ": " + line));
    }

    void add(String what, Outcome outcome) {
      lines.add(what + ": exit code " + outcome.exitCode());
      lines.add(what + ": stdout " + outcome.stdout());
      lines.add(what + ": stderr " + outcome.stderr());
    }

    /** Makes numbers the same that can't be: a process and when it began. */
    void forget(long pid) {
      String began = OutsideView.began(pid);
      replace("\\b" + pid + "\\b", "PID");
      replace("\\b" + began + "\\b", "BEGAN");
    }

    void replace(String pattern, String text) {
      lines.replaceAll(line -> line.replaceAll(pattern, text));
    }

    List<String> lines() {
      return lines.stream()
          .flatMap(String::lines)
          .filter(line -> !line.startsWith("serial="))
          .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z?", "TIME"))
          .map(line -> line.replaceAll("/files/\\d+\\.", "/files/N."))
          .map(line -> line.replaceAll("(pipe|socket|[a-z]+):\\[\\d+\\]", "$1:[N]"))
          .toList();
    }
  }

  /** Makes a record of each door; the engine's fails if it could only be had the cold way. */
  private static void assertSame(Sandbox sandbox, Function<Sandbox, Notes> deed) {
    List<String> cold = deed.apply(sandbox.through(Door.COLD)).lines();
    List<String> warm = deed.apply(sandbox.through(Door.SERVED)).lines();
    assertSame(cold, warm);
  }

  private static void assertSame(List<String> cold, List<String> warm) {
    assertThat(cold).isNotEmpty();
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(cold.size(), warm.size()); i++) {
      String one = i < cold.size() ? cold.get(i) : "nothing";
      String other = i < warm.size() ? warm.get(i) : "nothing";
      if (!one.equals(other)) {
        differences.add("\ncold: " + one + "\nwarm: " + other);
      }
    }
    assertThat(differences.subList(0, Math.min(FIRST, differences.size()))).isEmpty();
  }

  @Test
  @AlsoOnV2
  void aWholeLifeIsTheSame(Sandbox sandbox) {
    // the number that it sleeps for is no process's id
    String id = sandbox.newId();
    Bundle bundle =
        sandbox
            .container(
                id,
                sandbox.bundle(
                    config ->
                        config
                            .sh("trap 'exit 3' TERM; sleep 10000000 & echo runs; wait")
                            .set("/linux/resources/pids/limit", 100)
                            .set("/linux/resources/memory/limit", 64 << 20)
                            .set("/process/oomScoreAdj", 77)
                            .set("/annotations/org.example", "ü")))
            .bundle();
    assertSame(sandbox, door -> life(door.container(id, bundle), door));
  }

  private static Notes life(Container container, Sandbox door) {
    Notes notes = new Notes();
    String pidFile = door.newPath("pid").toString();
    RunningCommand create = container.make(container.making("create", "--pid-file", pidFile));
    notes.add("create", create.await());
    long maker = create.pid();
    long pid = Long.parseLong(HostFiles.read(pidFile));
    notes.add("pid file", List.of(HostFiles.read(pidFile), mode(door, pidFile)));
    notes.add("created", withoutSockets(OutsideView.process(pid)));
    notes.add("created", OutsideView.files(door.stateFolder(container.id())));
    notes.add("created", OutsideView.groups(container.id()));
    notes.add("state", container.askState());
    notes.add("start", container.start());
    container.awaitWritten("runs");
    Await.until("its wait, before which a shell blocks signals", () -> waits(pid));
    notes.add("running", OutsideView.process(pid));
    notes.add("running", OutsideView.files(door.stateFolder(container.id())));
    notes.add("state", container.askState());
    notes.add("ps", container.command("ps", "-f", "json").execute());
    notes.add("exec", container.exec("sh", "-c", "echo out; echo err >&2; exit 7"));
    notes.add("exec", container.executing(List.of("--env", "A=b"), "env").execute());
    notes.add("no program", container.exec("/no/such/program"));
    for (String command : List.of("pause", "resume")) {
      notes.add(command, container.command(command).execute());
      notes.add(command, container.askState());
      notes.add(command, OutsideView.files(door.stateFolder(container.id())));
    }
    notes.add("update", container.command("update", "--pids-limit", "50").execute());
    notes.add("updated", OutsideView.groups(container.id()));
    notes.add("updated", OutsideView.files(door.stateFolder(container.id())));
    notes.add("delete", container.delete());
    notes.forget(pid); // as long as it is there
    notes.add("kill", container.kill());
    notes.replace("creator\t" + maker + "\t\\d+", "creator: the caller's child");
    notes.replace("created\t\\d+\t\\d+", "created: then");
    notes.replace("\\[(PID,\\d+|\\d+,PID)\\]", "[PID, and its child]");
    container.awaitStatus("stopped");
    notes.add("stopped", container.askState());
    notes.add("delete", container.delete());
    notes.add("left", container.traces());
    return notes;
  }

  private static boolean waits(long pid) {
    Map<String, String> status = Host.status(pid);
    return status.getOrDefault("State", "").startsWith("S")
        && status.getOrDefault("SigBlk", "").matches("0+");
  }

  /** The one that leads to whoever creates it may be closed already. */
  private static List<String> withoutSockets(List<String> view) {
    return view.stream().filter(line -> !line.contains("socket:")).toList();
  }

  private static String mode(Sandbox sandbox, String file) {
    return sandbox.program("stat", "-c", "%a %u:%g", file).execute().stdout();
  }

  @Test
  void aListIsTheSame(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Path root = sandbox.newPath("root");
    Container alone = sandbox.containerAt(root, Config::sleeping).launch();
    assertSame(
        sandbox,
        door -> {
          Notes notes = new Notes();
          for (String form : List.of("table", "json")) {
            String[] line = {"list", "-f", form};
            notes.add(form, door.runtime().commandAt(root, line).execute());
          }
          notes.add("quiet", door.runtime().commandAt(root, "list", "-q").execute());
          notes.add("state", door.container(container.id(), container.bundle()).askState());
          return notes;
        });
    assertThat(alone.status()).isEqualTo("running");
  }

  @Test
  void executedProcessesAreTheSame(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertSame(
        sandbox,
        door -> {
          Notes notes = new Notes();
          Container same = door.container(container.id(), container.bundle());
          String pidFile = door.newPath("pid").toString();
          List<String> options = List.of("--detach", "--pid-file", pidFile, "--cwd", "/tmp");
          notes.add("exec", same.executing(options, "sleep", "1001").execute());
          long pid = Long.parseLong(HostFiles.read(pidFile));
          Await.until("sleep", () -> OutsideView.process(pid).contains("cmdline: sleep|1001|"));
          notes.add("executed", OutsideView.process(pid));
          notes.forget(pid);
          same.executing(List.of(), "kill", "-9", "-1").execute();
          return notes;
        });
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        ":",
        "umask 077",
        "umask 0",
        "cd /usr/bin",
        "exec 3</etc/passwd 5</dev/zero 9</etc/group",
        "exec <&-",
        "exec 2>&-",
        "exec >/dev/full",
        "ulimit -n 64",
        "ulimit -s 256 -c 0 -l 0 -q 0 -i 0 -x 0",
        "ulimit -t 20; ulimit -v 4000000; ulimit -f 100000",
        "trap '' PIPE CHLD TERM INT HUP USR1 QUIT",
        "echo 321 >/proc/self/oom_score_adj",
        "exec setsid \"$0\" \"$@\"",
        "exec nice -n 7 \"$0\" \"$@\"",
        "exec chrt -b 0 \"$0\" \"$@\"",
        "exec ionice -c 3 \"$0\" \"$@\"",
        "exec env --block-signal=CHLD,TERM,INT,PIPE,USR1 \"$0\" \"$@\"",
        "exec env -i JRUNC_ENGINE=$JRUNC_ENGINE JRUNC_JAVA=$JRUNC_JAVA \"$0\" \"$@\"",
        "exec setpriv --pdeathsig TERM \"$0\" \"$@\"",
        "exec -a 'some thing' \"$0\" \"$@\"",
        "d=$(mktemp -d); cd $d; rmdir $d",
        "export A=b LC_ALL=de_DE.ISO-8859-1 TMPDIR=/no LANG=C",
      })
  void whateverStateTheCallerIsInTheProgramIsTheSame(String condition, Sandbox sandbox) {
    String id = sandbox.newId();
    Bundle bundle = sandbox.bundle(config -> config.sh(FACTS));
    bundle.addProgram(Path.of(sandbox.tool("attributes")), "bin/attributes");
    String[] bash = {"bash", "-c", condition + "; exec \"$0\" \"$@\""};
    assertSame(
        sandbox,
        door -> {
          Notes notes = new Notes();
          Container container = door.container(id, bundle);
          notes.add("run", container.making("run").through(bash).execute());
          container.create().succeeds();
          notes.add("exec", container.command("delete", "-f").through(bash).execute());
          notes.add("left", container.traces());
          return notes;
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no bundle        | create --bundle /no/such/folder ID",
        "no config        | create --bundle / ID",
        "relative bundle  | create --bundle no/such/folder ID",
        "no id            | create --bundle BUNDLE",
        "an id too many   | create --bundle BUNDLE ID ID",
        "a bad id         | create --bundle BUNDLE a/b",
        "an empty id      | create --bundle BUNDLE ``",
        "an unknown option| create --bundel BUNDLE ID",
        "a missing value  | create ID --bundle",
        "bad pid file     | create --bundle BUNDLE --pid-file /no/such/folder/pid ID",
        "bad console      | create --bundle BUNDLE --console-socket /no/such/socket ID",
        "unneeded console | run --bundle BUNDLE --console-socket /no/such/socket ID",
        "bad descriptors  | run --bundle BUNDLE --preserve-fds 5 ID",
        "negative         | run --bundle BUNDLE --preserve-fds -1 ID",
        "no such container| state ID",
        "no such to start | start ID",
        "no such to kill  | kill ID KILL",
        "no such to delete| delete ID",
        "nothing to force | delete --force ID",
        "no such to exec  | exec ID true",
        "no such to pause | pause ID",
        "no such to resume| resume ID",
        "no such to update| update --pids-limit 3 ID",
        "no such ps       | ps ID",
        "a bad signal     | kill ID NONE",
        "a bad form       | list --format xml",
        "no command       | ``",
        "an unknown one   | frobnicate ID",
        "an unknown global| --frobnicate state ID",
        "a bad log form   | --log-format xml state ID",
        "a log nowhere    | --log /no/such/folder/log state ID",
        "a bad root       | --root /proc/x state ID",
        "a relative root  | --root some/where state ID",
        "help             | state --help",
        "help of create   | help create",
        "version          | --version",
        "no process file  | exec --process /no/such/file ID",
        "a bad process    | exec --process CONFIG ID",
        "a bad limit      | update --memory many ID",
      })
  void errorsAreTheSame(String what, String line, Sandbox sandbox) {
    Bundle bundle = sandbox.bundle(Config::sleeping);
    String id = sandbox.newId();
    String text = line.equals("``") ? "" : line;
    assertSameAfterErrors(
        sandbox,
        text.replace("``", "\0")
            .replace("BUNDLE", bundle.folder().toString())
            .replace("CONFIG", bundle.configFile().toString())
            .replace("ID", id));
    assertThat(sandbox.container(id, bundle).traces()).as(what).isEmpty();
  }

  private static void assertSameAfterErrors(Sandbox sandbox, String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
    words.replaceAll(word -> word.equals("\0") ? "" : word);
    String[] array = line.isEmpty() ? new String[0] : words.toArray(String[]::new);
    Sandbox maybeCold = sandbox.through(Door.WARM); // usage and help need no engine
    assertSame(failures(sandbox.through(Door.COLD), array), failures(maybeCold, array));
  }

  /** The same call without a log, and with one of each form. */
  private static List<String> failures(Sandbox door, String... words) {
    Notes notes = new Notes();
    notes.add("plain", door.runtime().command(words).execute());
    Path log = door.newPath("log");
    List<String> line = new ArrayList<>(List.of("--log", log.toString(), "--log-format", "json"));
    line.addAll(List.of(words));
    notes.add("logged", door.runtime().command(line.toArray(String[]::new)).execute());
    notes.add("log", HostFiles.readIfThere(log).map(List::of).orElse(List.of()));
    return notes.lines();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/process/cwd        | \"tmp\"",
        "/process/args       | []",
        "/process/args       | [\"/no/such/program\"]",
        "/process/args       | [\"/etc\"]",
        "/process/user/uid   | -1",
        "/root/path          | \"/no/such/folder\"",
        "/linux/cgroupsPath  | 7",
        "/hostname           | \"h\"",
        "/mounts/0/type      | \"nonesuch\"",
        "/mounts/1/options/0 | \"foo=bar\"",
        "/linux/sysctl       | {\"kernel.nonesuch\": \"1\"}",
        "/linux/resources    | {\"pids\": {\"limit\": \"many\"}}",
        "/hooks              | {\"createRuntime\": [{\"path\": \"/bin/false\"}]}",
        "/hooks              | {\"prestart\": [{\"path\": \"/no/such/hook\"}]}",
        "/hooks              | {\"createContainer\": [{\"path\": \"/bin/false\"}]}",
        "/hooks              | {\"startContainer\": [{\"path\": \"/bin/false\"}]}",
        "/hooks              | {\"poststart\": [{\"path\": \"/bin/false\"}]}",
        "/hooks              | {\"createRuntime\": [{\"path\": \"/bin/sleep\", \"args\": [\"sleep\", \"9\"], \"timeout\": 1}]}",
      })
  void badConfigurationsFailTheSame(String pointer, String value, Sandbox sandbox) {
    String id = sandbox.newId();
    Bundle bundle = sandbox.bundle(config -> config.set(pointer, json(value)));
    assertSame(
        sandbox,
        door -> {
          Notes notes = new Notes();
          Container container = door.container(id, bundle);
          Path log = door.newPath("log");
          notes.add("run", container.making("run").execute());
          notes.add("left", container.traces());
          String[] words = {"--log", log.toString(), "create", "-b", bundle.folder() + "", id};
          notes.add("create", door.runtime().command(words).execute());
          notes.add("log", HostFiles.readIfThere(log).map(List::of).orElse(List.of()));
          notes.add("start", container.start());
          notes.add("delete", container.delete("--force"));
          notes.add("left", container.traces());
          return notes;
        });
  }

  private static Object json(String value) {
    return Config.parse("{\"v\": " + value + "}").at("/v");
  }

  @Test
  void hooksSeeTheSame(Sandbox sandbox) {
    Path seen = HostFiles.mode(sandbox.newFolder(), "777");
    String id = sandbox.newId();
    Bundle bundle = sandbox.bundle(config -> addHooks(config.sleeping(), seen));
    assertSame(
        sandbox,
        door -> {
          Notes notes = new Notes();
          Container container = door.container(id, bundle);
          container.make(container.making("create").after("umask 027; cd /usr")).await().succeeds();
          long pid = container.pid();
          container.start().succeeds();
          notes.add("hook", OutsideView.files(seen));
          notes.forget(pid);
          container.delete("--force").succeeds();
          notes.add("poststop", List.of(HostFiles.read(seen.resolve("poststop"))));
          notes.replace("\"pid\":\\d+", "pid");
          HostFiles.names(seen).forEach(name -> HostFiles.delete(seen.resolve(name)));
          return notes;
        });
  }

  private static void addHooks(Config config, Path seen) {
    config.bind("/seen", seen, "bind", "rw");
    for (String kind :
        List.of(
            "prestart",
            "createRuntime",
            "createContainer",
            "startContainer",
            "poststart",
            "poststop")) {
      String folder = kind.equals("startContainer") ? "/seen" : seen.toString();
      String script =
          "cat; grep PPid /proc/$PPID/status; cut -d' ' -f7 /proc/self/stat;"
              + " for fd in /proc/$$/fd/*; do readlink $fd; done | sed 's/[0-9]\\{3,\\}/N/';"
              + FACTS.replace("; /bin/attributes", "").replaceAll("/proc/\\$\\$/fd", "/none");
      config.add(
          "/hooks/" + kind,
          Map.of(
              "path", "/bin/sh",
              "args", List.of("sh", "-c", "{ " + script + "; } >" + folder + "/" + kind + " 2>&1"),
              "env", List.of("PATH=/sbin:/bin:/usr/sbin:/usr/bin", "KIND=" + kind)));
    }
  }

  @Test
  void relativePathsAreThoseOfTheCaller(Sandbox sandbox) {
    String id = sandbox.newId();
    Bundle bundle = sandbox.bundle(Config::sleeping);
    assertSame(
        sandbox,
        door -> {
          Notes notes = new Notes();
          Container container = door.container(id, bundle);
          Path folder = HostFiles.folder(door.newPath("cwd"));
          HostFiles.symlink(folder.resolve("here"), bundle.folder().toString());
          String[] words = {"--log", "log", "create", "-b", "here", "--pid-file", "pid", id};
          notes.add("create", door.runtime().command(words).in(folder).execute());
          notes.add(
              "in the bundle", door.runtime().command("create", id).in(bundle.folder()).execute());
          notes.add("exec", container.command("exec", "--process", "no").in(folder).execute());
          notes.add("bundle", List.of(container.state().path("bundle").asText()));
          long pid = container.pid();
          notes.add(
              "files", List.of(HostFiles.names(folder) + HostFiles.read(folder.resolve("pid"))));
          notes.forget(pid);
          container.delete("--force").succeeds();
          return notes;
        });
  }

  @Test
  void eachDoorDrivesWhatTheOtherHasMade(Sandbox sandbox) {
    for (Door maker : Door.values()) {
      Sandbox makes = sandbox.through(maker);
      Sandbox drives = sandbox.through(maker == Door.COLD ? Door.WARM : Door.COLD);
      Container made = makes.container(config -> config.sh("echo runs; sleep 1000"));
      Container driven = drives.container(made.id(), made.bundle());
      made.create().succeeds();
      assertThat(driven.status()).isEqualTo("created");
      driven.start().succeeds();
      made.awaitWritten("runs");
      assertThat(made.exec("echo", "a").succeeds().stdout()).isEqualTo("a\n");
      assertThat(driven.exec("echo", "b").succeeds().stdout()).isEqualTo("b\n");
      driven.command("pause").execute().succeeds();
      assertThat(made.status()).isEqualTo("paused");
      made.command("resume").execute().succeeds();
      driven.command("update", "--pids-limit", "50").execute().succeeds();
      driven.kill("KILL").succeeds();
      made.awaitStatus("stopped");
      driven.delete().succeeds();
      made.askState().fails();
      assertThat(made.traces()).isEmpty();
    }
  }

  @Test
  void ofCreatesThroughBothDoorsAtOnceExactlyOneSucceeds(Sandbox sandbox) throws Exception {
    Container cold = sandbox.through(Door.COLD).container(Config::sleeping);
    Container warm = sandbox.through(Door.WARM).container(cold.id(), cold.bundle());
    List<Outcome> creates = atOnce(cold, warm, c -> c.making("create").execute());
    assertThat(creates.stream().filter(outcome -> outcome.exitCode() == 0)).hasSize(1);
    List<Outcome> starts = atOnce(cold, warm, Container::start);
    assertThat(starts.stream().filter(outcome -> outcome.exitCode() == 0)).hasSize(1);
    assertThat(atOnce(cold, warm, c -> c.exec("true"))).allSatisfy(Outcome::succeeds);
    List<Outcome> deletes = atOnce(cold, warm, c -> c.delete("--force"));
    assertThat(deletes).allSatisfy(Outcome::succeeds);
    assertThat(cold.traces()).isEmpty();
  }

  private static List<Outcome> atOnce(
      Container cold, Container warm, Function<Container, Outcome> call) throws Exception {
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(() -> call.apply(cold));
      calls.add(() -> call.apply(warm));
    }
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : threads.invokeAll(calls)) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aCommandThatMustBeServedFailsWithoutAnEngine(Sandbox sandbox) {
    Command call = sandbox.through(Door.COLD).runtime().command("list");
    call.env("JRUNC_JAVA", ResidentEngine.NO_JAVA).execute().failsSaying("JRUNC_JAVA");
  }
}
