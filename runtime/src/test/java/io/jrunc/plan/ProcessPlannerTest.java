package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import io.jrunc.plan.ProcessPlan.CapabilityPlan;
import io.jrunc.plan.ProcessPlan.RlimitPlan;
import io.jrunc.plan.ProcessPlan.TerminalPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ProcessPlannerTest {
  private static final String USER_NAMESPACE =
      "'linux':{'namespaces':[{'type':'user'}],"
          + "'uidMappings':[{'containerID':0,'hostID':5,'size':9}],"
          + "'gidMappings':[{'containerID':0,'hostID':5,'size':9}]}";

  @Test
  void theSmallestProcessIsRootWithAHomeAndNothingElse() {
    assertThat(Fixture.of("").plan().process())
        .isEqualTo(
            new ProcessPlan(
                List.of("sh"),
                List.of("HOME=/"),
                List.of("/bin", "/usr/bin"),
                "/",
                0,
                0,
                List.of(),
                022,
                Optional.empty(),
                List.of(),
                false,
                OptionalInt.empty(),
                Optional.empty(),
                new ProcessAttributes(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new KeyringPlan("_ses.web1", 0x3f1b0000))),
                Optional.empty()));
  }

  @Test
  void everythingThatIsAskedForIsThere() {
    ProcessPlan plan =
        process(
            "'args':['a','b'],'cwd':'/w','noNewPrivileges':true,'oomScoreAdj':-5,"
                + "'user':{'uid':1,'gid':2,'umask':18,'additionalGids':[4,3]},"
                + "'rlimits':[{'type':'RLIMIT_NOFILE','soft':1,'hard':18446744073709551615}]");

    assertThat(plan.arguments()).containsExactly("a", "b");
    assertThat(plan.workingDirectory()).isEqualTo("/w");
    assertThat(plan.noNewPrivileges()).isTrue();
    assertThat(plan.oomScoreAdj()).hasValue(-5);
    assertThat(plan.uid()).isEqualTo(1);
    assertThat(plan.gid()).isEqualTo(2);
    assertThat(plan.umask()).isEqualTo(18);
    assertThat(plan.additionalGids()).containsExactly(4L, 3L);
    assertThat(plan.rlimits())
        .containsExactly(new RlimitPlan("/process/rlimits/0", "RLIMIT_NOFILE", 7, 1, -1));
  }

  @Test
  void ofANameThatIsThereTwiceTheLastValueCountsAtTheFirstPlace() {
    assertThat(environment("'A=1','B=2','A=3=4','HOME=/h'"))
        .containsExactly("A=3=4", "B=2", "HOME=/h");
  }

  @Test
  void homeComesFromThePasswordFileWhereItIsNotSet() {
    assertThat(environment("'A=1'")).containsExactly("A=1", "HOME=/");
    assertThat(environment("'HOME=','A=1'")).containsExactly("HOME=/", "A=1");
    assertThat(
            Fixture.process("'args':['sh'],'cwd':'/'", "")
                .withHome("/root")
                .plan()
                .process()
                .environment())
        .containsExactly("HOME=/root");
  }

  @Test
  void programsAreLookedForInThePathOfTheContainer() {
    assertThat(process("'args':['sh'],'cwd':'/','env':['PATH=/a::/b:']").searchPath())
        .containsExactly("/a", ".", "/b", ".");
    assertThat(process("'args':['sh'],'cwd':'/','env':['PATH=']").searchPath())
        .containsExactly(".");
  }

  @Test
  void aTerminalHasTheSizeThatIsGiven() {
    assertThat(process("'args':['sh'],'cwd':'/','terminal':true").terminal())
        .contains(new TerminalPlan(0, 0));
    assertThat(
            process(
                    "'args':['sh'],'cwd':'/','terminal':true,"
                        + "'consoleSize':{'height':25,'width':80}")
                .terminal())
        .contains(new TerminalPlan(25, 80));
    assertThat(process("'args':['sh'],'cwd':'/','consoleSize':{'height':25,'width':80}").terminal())
        .isEmpty();
  }

  @Test
  void capabilitiesAreThoseThatCanBeGivenAndTheRestIsWorthAWarning() {
    Planned planned =
        capabilities(
            "'bounding':['CAP_CHOWN','CAP_FLY','CAP_SYS_RESOURCE'],'permitted':['CAP_CHOWN'],"
                + "'effective':['CAP_CHOWN','CAP_SYS_RESOURCE']");

    assertThat(planned.plan().process().capabilities()).contains(new CapabilityPlan(1, 1, 1, 0, 0));
    assertThat(planned.warnings())
        .containsExactly(
            "/process/capabilities/bounding: CAP_FLY is not a capability",
            "/process/capabilities/bounding: CAP_SYS_RESOURCE cannot be given",
            "/process/capabilities/effective: CAP_SYS_RESOURCE cannot be given");
  }

  @Test
  void setsThatTheKernelWouldRefuseAreCutToWhatItTakes() {
    assertThat(
            capabilities(
                    "'bounding':['CAP_CHOWN','CAP_KILL'],'permitted':['CAP_CHOWN','CAP_FOWNER'],"
                        + "'effective':['CAP_CHOWN','CAP_KILL'],"
                        + "'inheritable':['CAP_CHOWN','CAP_FOWNER'],"
                        + "'ambient':['CAP_CHOWN','CAP_KILL']")
                .plan()
                .process()
                .capabilities())
        .contains(new CapabilityPlan(0x21, 1, 9, 1, 1));
  }

  @Test
  void ambientCapabilitiesWithoutInheritableOnesAreNoneAndNoWarning() {
    Planned planned =
        capabilities(
            "'bounding':['CAP_CHOWN'],'permitted':['CAP_CHOWN'],'effective':['CAP_CHOWN'],"
                + "'ambient':['CAP_CHOWN']");

    assertThat(planned.plan().process().capabilities()).contains(new CapabilityPlan(1, 1, 1, 0, 0));
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void inAUserNamespaceEveryCapabilityOfTheKernelCanBeGiven() {
    Planned planned =
        Fixture.process(
                "'args':['sh'],'cwd':'/','capabilities':{'bounding':['CAP_SYS_RESOURCE'],"
                    + "'permitted':['CAP_CHECKPOINT_RESTORE']}",
                USER_NAMESPACE)
            .planned();

    assertThat(planned.plan().process().capabilities())
        .contains(new CapabilityPlan(1L << 24, 0, 1L << 40, 0, 0));
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void aCapabilityThatTheKernelIsTooOldForCannotBeGiven() {
    ChangedHost old = new ChangedHost(Fixture.aHost());
    old.lastCapability = 37;
    Planned planned =
        Fixture.process(
                "'args':['sh'],'cwd':'/','capabilities':{'bounding':['CAP_BPF']}", USER_NAMESPACE)
            .with(old.facts())
            .planned();

    assertThat(planned.warnings())
        .containsExactly("/process/capabilities/bounding: CAP_BPF cannot be given");
  }

  private static Planned capabilities(String sets) {
    return Fixture.process("'args':['sh'],'cwd':'/','capabilities':{" + sets + "}", "").planned();
  }

  private static List<String> environment(String entries) {
    return process("'args':['sh'],'cwd':'/','env':[" + entries + "]").environment();
  }

  private static ProcessPlan process(String members) {
    return Fixture.process(members, "").plan().process();
  }
}
