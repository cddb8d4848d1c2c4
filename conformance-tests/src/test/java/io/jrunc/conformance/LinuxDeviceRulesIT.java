package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * config-linux.md#allowed-device-list, on cgroup v1 and v2: which devices can be opened. The
 * containers have nodes for two that every kernel has, and that opening does nothing to.
 */
@Conformance
class LinuxDeviceRulesIT {

  /** Opens the kernel's log for writing, and the control of loop devices for both. */
  private static final String TRY =
      "for f in log loop; do"
          + " (exec 3< /dev/$f) 2> /dev/null && [ $f = loop ] && echo -n ' loop:r';"
          + " (exec 3>> /dev/$f) 2> /dev/null && echo -n \" $f:w\"; done; echo .";

  private static final String DENY_ALL = "-a *:* rwm";

  @AlsoOnV2
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no rules                      | none                                          | .",
        "nothing is allowed            | -a *:* rwm                                    | .",
        "a device                      | -a *:* rwm; +c 10:237 rwm                     | loop:r loop:w.",
        "reading only                  | -a *:* rwm; +c 10:237 r                       | loop:r.",
        "writing only                  | -a *:* rwm; +c 1:11 w                         | log:w.",
        "a device taken back           | -a *:* rwm; +c 10:237 rwm; -c 10:237 rwm      | .",
        "writing taken back            | -a *:* rwm; +c 10:237 rw; -c 10:237 w         | loop:r.",
        "a device given again          | -a *:* rwm; -c 10:237 rwm; +c 10:237 rw       | loop:r loop:w.",
        "all devices of a major number | -a *:* rwm; +c 10:* rw                        | loop:r loop:w.",
        "-1 for all minor numbers      | -a *:* rwm; +c 10:-1 rw                       | loop:r loop:w.",
        "block devices are others      | -a *:* rwm; +b 10:237 rwm                     | .",
        "everything                    | +a *:* rwm                                    | loop:r log:w loop:w.",
        "everything but one            | +a *:* rwm; -c 10:237 rwm                     | log:w.",
        "everything, then nothing      | +a *:* rwm; -a *:* rwm                        | ."
      })
  @SpecRule("config-linux.md#allowed-device-list: entries are matched in order, a later one wins")
  void theDevicesThatCanBeUsedAreThoseOfTheRules(
      String name, String rules, String opened, Sandbox sandbox) {
    Container container = sandbox.container(c -> withNodes(c, rules(rules)).sh(TRY));
    assertThat(words(container.output())).as(name).isEqualTo(words(opened));
  }

  @Test
  @AlsoOnV2
  @Requires(Need.CGROUP_V2)
  @OnlyFor("jrunc")
  @SpecRule("config-linux.md#allowed-device-list: also an exception from an exception holds")
  void oneDeviceOfAnAllowedMajorNumberCanBeDenied(Sandbox sandbox) {
    String rules = "-a *:* rwm; +c 10:* rw; -c 10:237 w";
    Container container = sandbox.container(c -> withNodes(c, rules(rules)).sh(TRY));
    assertThat(words(container.output())).isEqualTo(words("loop:r."));
  }

  @Test
  @Requires(Need.CGROUP_V1)
  @SpecRule("config-linux.md#allowed-device-list: what cannot be kept is an error")
  void anExceptionFromAnExceptionIsRefusedOnVersion1(Sandbox sandbox) {
    String rules = "-a *:* rwm; +c 10:* rw; -c 10:237 w";
    sandbox.container(c -> withNodes(c, rules(rules)).sleeping()).createFailsAndLeavesNothing();
  }

  @Test
  @AlsoOnV2
  @SpecRule("config-linux.md#default-devices: they can be used, whatever is denied")
  void theDefaultDevicesCanBeUsedAfterAllIsDenied(Sandbox sandbox) {
    String script =
        "echo x > /dev/null && head -c 3 /dev/zero | wc -c && head -c 3 /dev/urandom | wc -c";
    Container container =
        sandbox.container(
            c -> withNodes(c, rules("-a *:* rwm; -c 1:3 rwm; -c 1:5 rwm; -c 1:9 rwm")).sh(script));
    assertThat(container.output()).isEqualTo("3\n3\n");
  }

  @Test
  @AlsoOnV2
  @SpecRule("config-linux.md#default-devices: nodes of other devices can be made, but not opened")
  void aNodeThatTheContainerMakesDoesNotOpenTheDevice(Sandbox sandbox) {
    String script =
        "mknod /tmp/made c 10 237 && echo made; (exec 3< /tmp/made) 2> /dev/null || echo refused";
    Container container =
        sandbox.container(
            c ->
                withNodes(c, rules(DENY_ALL))
                    .mount("/tmp", "tmpfs", "tmpfs")
                    .capabilities("CAP_MKNOD")
                    .sh(script));
    assertThat(container.output()).isEqualTo("made\nrefused\n");
  }

  @Test
  @AlsoOnV2
  @SpecRule("runtime.md#exec: a process that is added has the container's devices")
  void aProcessThatIsAddedHasTheSameDevices(Sandbox sandbox) {
    Container container =
        sandbox.container(c -> withNodes(c, rules(DENY_ALL + "; +c 10:237 r")).sleeping()).launch();
    assertThat(words(container.execSh(List.of(), TRY))).isEqualTo(words("loop:r."));
  }

  @Test
  @AlsoOnV2
  @OnlyFor("jrunc")
  @SpecRule("runc update: what isn't named stays; runc never changes devices")
  void theRulesOfALivingContainerCanBeChanged(Sandbox sandbox) {
    Container container = sandbox.container(c -> withNodes(c, rules(DENY_ALL)).sleeping()).launch();
    change(container, DENY_ALL + "; +c 10:237 rw");
    assertThat(words(container.execSh(List.of(), TRY))).isEqualTo(words("loop:r loop:w."));
    container.command("update", "--pids-limit", "50").execute().succeeds();
    assertThat(words(container.execSh(List.of(), TRY))).isEqualTo(words("loop:r loop:w."));
    change(container, "+a *:* rwm; -c 10:237 rw");
    assertThat(words(container.execSh(List.of(), TRY))).isEqualTo(words("log:w."));
    change(container, DENY_ALL);
    assertThat(words(container.execSh(List.of(), TRY))).isEqualTo(words("."));
  }

  @Test
  @AlsoOnV2
  @OnlyFor("jrunc")
  @SpecRule("runc update: a refused change leaves all as it was")
  void rulesThatCannotBeHadChangeNothing(Sandbox sandbox) {
    Container container =
        sandbox
            .container(c -> withNodes(c, rules(DENY_ALL + "; +c 10:237 rw")).sleeping())
            .launch();
    String bad = "{\"devices\": [{\"allow\": true, \"type\": \"c\", \"access\": \"rx\"}]}";
    container
        .command("update", "--resources", "-")
        .stdin(bad)
        .execute()
        .failsSaying("/devices/0/access: 'x' is none of r, w and m");
    assertThat(words(container.execSh(List.of(), TRY))).isEqualTo(words("loop:r loop:w."));
  }

  private static void change(Container container, String rules) {
    String resources = Config.parse("{}").set("/devices", rules(rules)).toJson();
    container.command("update", "--resources", "-").stdin(resources).execute().succeeds();
  }

  private static Config withNodes(Config config, List<Map<String, Object>> rules) {
    return config
        .add("/linux/devices", node("/dev/log", 1, 11))
        .add("/linux/devices", node("/dev/loop", 10, 237))
        .set("/linux/resources/devices", rules);
  }

  private static Map<String, Object> node(String path, int major, int minor) {
    return Map.of("path", path, "type", "c", "major", major, "minor", minor, "fileMode", 0666);
  }

  /** Rules in short: {@code +} allows and {@code -} denies what the kernel spells the same way. */
  private static List<Map<String, Object>> rules(String text) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (String rule : text.equals("none") ? new String[0] : text.split("; ", -1)) {
      String[] parts = rule.substring(1).split("[ :]", -1);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("allow", rule.startsWith("+"));
      if (!parts[0].equals("a")) {
        json.put("type", parts[0]);
      }
      number("major", parts[1], json);
      number("minor", parts[2], json);
      json.put("access", parts[3]);
      rules.add(json);
    }
    return rules;
  }

  private static void number(String key, String text, Map<String, Object> json) {
    if (!text.equals("*")) {
      json.put(key, Integer.parseInt(text));
    }
  }

  private static List<String> words(String text) {
    return List.of(text.replace(".", "").trim().split(" +", -1)).stream().sorted().toList();
  }
}
