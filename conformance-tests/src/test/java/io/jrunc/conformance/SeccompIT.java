package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.RuntimeUnderTest;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** config-linux.md#seccomp: filters of system calls, seen from their inside. */
@Conformance
class SeccompIT {
  private static final String ALLOW_ALL = "'defaultAction':'SCMP_ACT_ALLOW'";

  /** 128 + SIGSYS. */
  private static final int KILLED = 159;

  @ParameterizedTest
  @CsvSource({
    "SCMP_ACT_ALLOW, call, ok",
    "SCMP_ACT_LOG, call, ok",
    "SCMP_ACT_ERRNO, call, errno 1",
    "SCMP_ACT_TRAP, call trap, trapped",
    "SCMP_ACT_TRACE, call, errno 38",
    "SCMP_ACT_TRACE, call trace, traced 1"
  })
  @SpecRule("config-linux.md#seccomp: action is what happens to the calls of a rule")
  void anActionDoesWhatItsNameSays(
      String action, String program, String expected, Sandbox sandbox) {
    String profile = ALLOW_ALL + ",'syscalls':[" + rule("'action':'" + action + "'") + "]";
    if (action.equals("SCMP_ACT_ALLOW")) {
      profile = profile.replaceFirst("SCMP_ACT_ALLOW", "SCMP_ACT_LOG");
    }
    assertThat(container(sandbox, profile, program + " getpriority").output())
        .contains(expected + "\n");
  }

  @ParameterizedTest
  @CsvSource({"SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS"})
  @SpecRule("config-linux.md#seccomp: action is what happens to the calls of a rule")
  void aProgramThatIsKilledEndsByItsSignal(String action, Sandbox sandbox) {
    String profile = ALLOW_ALL + ",'syscalls':[" + rule("'action':'" + action + "'") + "]";
    Container container = container(sandbox, profile, "call getpriority");
    assertThat(container.run().exitCode()).isEqualTo(KILLED);
  }

  @Test
  @SpecRule("config-linux.md#seccomp: errnoRet is the errno that the call gives")
  void aRuleGivesItsErrno(Sandbox sandbox) {
    assertThat(call(sandbox, "'action':'SCMP_ACT_ERRNO','errnoRet':95", "getpriority"))
        .isEqualTo("errno 95\n");
  }

  @ParameterizedTest
  @CsvSource({
    "NE, 5, 0, 4, 5",
    "LT, 5, 0, 4, 5",
    "LE, 5, 0, 5, 6",
    "EQ, 5, 0, 5, 4",
    "GE, 5, 0, 5, 4",
    "GT, 5, 0, 6, 5",
    "MASKED_EQ, 12, 4, 7, 9",
    "EQ, 4294967296, 0, 4294967296, 0"
  })
  @SpecRule("config-linux.md#seccomp: op, value and valueTwo say which arguments a rule is about")
  void aRuleIsAboutTheArgumentsThatItsOperatorSelects(
      String operator, long value, long valueTwo, long holds, long fails, Sandbox sandbox) {
    String rule =
        "'action':'SCMP_ACT_ERRNO','errnoRet':95,'args':[{'index':3,'value':"
            + value
            + ",'valueTwo':"
            + valueTwo
            + ",'op':'SCMP_CMP_"
            + operator
            + "'}]";
    assertThat(call(sandbox, rule, "getpriority 0 0 0 " + holds)).isEqualTo("errno 95\n");
    assertThat(call(sandbox, rule, "getpriority 0 0 0 " + fails)).isEqualTo("ok\n");
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1000", "false, 0", "false, 1000"})
  @SpecRule("config-linux.md#seccomp: a filter holds whatever noNewPrivileges and the user are")
  void theFilterHoldsForEveryUserWithAndWithoutNewPrivileges(
      boolean noNewPrivileges, int uid, Sandbox sandbox) {
    Container container =
        container(
            sandbox,
            ALLOW_ALL + ",'syscalls':[" + rule("'action':'SCMP_ACT_ERRNO'") + "]",
            config ->
                config
                    .sh("call getpriority; grep -e Cap -e Seccomp: /proc/self/status")
                    .capabilities("CAP_KILL")
                    .set("/process/user/uid", uid)
                    .set("/process/noNewPrivileges", noNewPrivileges));
    String kill = uid == 0 ? "0000000000000020" : "0000000000000000";
    assertThat(container.output())
        .contains("errno 1\n", "CapPrm:\t" + kill, "CapEff:\t" + kill, "Seccomp:\t2");
  }

  @Test
  @SpecRule("config-linux.md#seccomp: names that are unknown are skipped by all runtimes")
  void aCallThatNobodyKnowsIsSkipped(Sandbox sandbox) {
    String profile =
        ALLOW_ALL
            + ",'syscalls':[{'names':['no_such_call','getpriority'],'action':'SCMP_ACT_ERRNO'}]";
    assertThat(container(sandbox, profile, "call getpriority").output()).isEqualTo("errno 1\n");
  }

  @Test
  @SpecRule("config-linux.md#seccomp: programs must be able to tell a new call from a refused one")
  void aCallThatIsNewerThanTheProfileIsNotThere(Sandbox sandbox) {
    Container container = docker(sandbox, "call unknown; call getpriority");
    assertThat(container.output()).isEqualTo("errno 38\nok\n");
  }

  @Test
  @SpecRule("config-linux.md#seccomp: Docker's profile, which most containers have")
  void dockersProfileLetsAShellWorkAndRefusesWhatChangesTheHost(Sandbox sandbox) {
    Container container =
        docker(
            sandbox,
            "echo $((40 + 2)); ls /bin/sh; (echo piped | cat);"
                + " mount -t tmpfs none /root 2>&1 || echo no mount;"
                + " unshare -m true 2>/dev/null || echo no unshare;"
                + " grep Seccomp: /proc/self/status");
    assertThat(container.output())
        .contains("42\n", "/bin/sh\n", "piped\n", "no mount\n", "no unshare\n", "Seccomp:\t2\n");
  }

  @Test
  @SpecRule(
      "config-linux.md#containerprocessstate: the listener and the state go to listenerPath,"
          + " and so they do for a program of exec")
  void anAgentAnswersTheCallsOfAProgramAndOfExec(Sandbox sandbox) {
    Path socket = sandbox.newPath("agent");
    RunningCommand agent = sandbox.program(sandbox.tool("agent"), socket.toString(), "2").start();
    Await.until("the agent to listen", () -> Files.exists(socket));
    Container container =
        container(
            sandbox,
            ALLOW_ALL
                + ",'listenerPath':'"
                + socket
                + "','listenerMetadata':'of a test','syscalls':["
                + rule("'action':'SCMP_ACT_NOTIFY'")
                + "]",
            config -> config.sh("call getpriority; exec sleep 1000"));
    container.launch().awaitWritten("errno 70");
    Outcome exec =
        sandbox.runtime().command("exec", container.id(), "call", "getpriority").execute();
    assertThat(exec.succeeds().stdout()).isEqualTo("errno 70\n");
    long pid = container.pid();
    container.kill("KILL").succeeds();
    List<String> lines = agent.await().succeeds().stdout().lines().toList();
    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("fds=1 "));
    JsonNode told = Json.parse(lines.get(0).substring("fds=1 ".length()));
    assertThat(told.path("fds").get(0).asText()).isEqualTo("seccompFd");
    assertThat(told.path("pid").asLong()).isEqualTo(pid);
    assertThat(told.path("metadata").asText()).isEqualTo("of a test");
    assertThat(told.at("/state/id").asText()).isEqualTo(container.id());
    JsonNode ofExec = Json.parse(lines.get(1).substring("fds=1 ".length()));
    assertThat(ofExec.path("pid").asLong()).isNotEqualTo(pid);
    assertThat(ofExec.at("/state/pid").asLong()).isEqualTo(pid);
    assertThat(ofExec.at("/state/status").asText()).isEqualTo("running");
  }

  @Test
  @SpecRule("config-linux.md#seccomp: listenerPath is required if an action is SCMP_ACT_NOTIFY")
  void whoNotifiesNeedsAListener(Sandbox sandbox) {
    String profile = ALLOW_ALL + ",'syscalls':[" + rule("'action':'SCMP_ACT_NOTIFY'") + "]";
    container(sandbox, profile, "call getpriority").run().fails();
  }

  @Test
  @SpecRule("config-linux.md#seccomp: an errnoRet where the action has none must be an error")
  void anErrnoThatHasNoMeaningIsRefused(Sandbox sandbox) {
    String profile =
        "'defaultAction':'SCMP_ACT_ERRNO','syscalls':["
            + rule("'action':'SCMP_ACT_ALLOW','errnoRet':1")
            + "]";
    container(sandbox, profile, "call getpriority").createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config-linux.md#seccomp: an action must be one of those that are listed")
  void anUnknownActionIsRefused(Sandbox sandbox) {
    container(sandbox, "'defaultAction':'SCMP_ACT_PRAY'", "true").createFailsAndLeavesNothing();
  }

  @Test
  @OnlyFor("jrunc")
  void errorsNameTheFieldAndWhatIsAllowed(Sandbox sandbox) {
    container(sandbox, ALLOW_ALL + ",'defaultErrnoRet':1", "true")
        .create()
        .failsSaying(
            "/linux/seccomp/defaultErrnoRet",
            "has no meaning for SCMP_ACT_ALLOW; SCMP_ACT_ERRNO and SCMP_ACT_TRACE have one");
    container(sandbox, ALLOW_ALL + ",'architectures':['SCMP_ARCH_S390X']", "true")
        .create()
        .failsSaying("/linux/seccomp/architectures/0", "another byte order");
  }

  @Test
  @SpecRule("features-linux.md#seccomp: flags that work, and all actions and operators")
  void featuresTellsWhatFiltersCan(RuntimeUnderTest runtime, Sandbox sandbox) {
    JsonNode features =
        Json.parse(runtime.plainCommand("features").execute().succeeds().stdout())
            .at("/linux/seccomp");
    assertThat(features.path("enabled").asBoolean()).isTrue();
    for (JsonNode flag : features.path("supportedFlags")) {
      String profile =
          ALLOW_ALL
              + ",'flags':['"
              + flag.asText()
              + "'],'syscalls':["
              + rule("'action':'SCMP_ACT_ERRNO'")
              + "]";
      assertThat(container(sandbox, profile, "call getpriority").output()).isEqualTo("errno 1\n");
    }
  }

  private static String call(Sandbox sandbox, String rule, String words) {
    return container(sandbox, ALLOW_ALL + ",'syscalls':[" + rule(rule) + "]", "call " + words)
        .output();
  }

  private static String rule(String members) {
    return "{'names':['getpriority']," + members + "}";
  }

  private static Container container(Sandbox sandbox, String profile, String line) {
    return container(sandbox, profile, config -> config.args(line.split(" ", -1)));
  }

  private static Container container(Sandbox sandbox, String profile, Consumer<Config> edits) {
    return withCall(
        sandbox,
        config -> {
          config.set("/linux/seccomp", Json.parse(("{" + profile + "}").replace('\'', '"')));
          edits.accept(config);
        });
  }

  private static Container docker(Sandbox sandbox, String script) {
    return withCall(
        sandbox, config -> config.set("/linux/seccomp", Json.parse(resource())).sh(script));
  }

  private static Container withCall(Sandbox sandbox, Consumer<Config> edits) {
    Container container = sandbox.container(edits);
    HostFiles.install(sandbox.tool("call"), container.bundle());
    return container;
  }

  private static String resource() {
    try (InputStream in = SeccompIT.class.getResourceAsStream("/docker-seccomp.json")) {
      return new String(
          Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
