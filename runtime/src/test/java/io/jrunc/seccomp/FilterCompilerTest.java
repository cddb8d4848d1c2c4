package io.jrunc.seccomp;

import static io.jrunc.seccomp.BpfMachine.I386;
import static io.jrunc.seccomp.BpfMachine.answer;
import static io.jrunc.seccomp.BpfMachine.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.FilterCode;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.linux.Seccomp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the libseccomp of this machine; numbers of calls are those of x86-64. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
final class FilterCompilerTest {
  private static final int READ = 0;
  private static final int PERSONALITY = 135;
  private static final int CLONE = 56;
  private static final int MOUNT = 165;
  private static final int CLONE3 = 435;
  private static final int FUTEX_WAITV = 449;
  private static final int SET_MEMPOLICY_HOME_NODE = 450;
  private static final long CLONE_NEWUSER = 0x10000000;

  @ParameterizedTest
  @CsvSource({
    "SCMP_ACT_KILL, KILL_THREAD",
    "SCMP_ACT_KILL_THREAD, KILL_THREAD",
    "SCMP_ACT_KILL_PROCESS, KILL_PROCESS",
    "SCMP_ACT_TRAP, TRAP",
    "SCMP_ACT_ERRNO, ERRNO 1",
    "SCMP_ACT_TRACE, TRACE 1",
    "SCMP_ACT_LOG, LOG",
    "SCMP_ACT_NOTIFY, NOTIFY"
  })
  void everyActionIsThatOfItsName(String action, String expected) {
    byte[] code = rule("'action':'" + action + "'");
    assertThat(answer(code, READ)).isEqualTo(expected);
    assertThat(answer(code, MOUNT)).isEqualTo("ALLOW");
  }

  @Test
  void anErrnoAndATraceMessageAreAsGiven() {
    assertThat(answer(rule("'action':'SCMP_ACT_ERRNO','errnoRet':95"), READ)).isEqualTo("ERRNO 95");
    assertThat(answer(rule("'action':'SCMP_ACT_ERRNO','errnoRet':0"), READ)).isEqualTo("ERRNO 0");
    assertThat(answer(rule("'action':'SCMP_ACT_TRACE','errnoRet':65535"), READ))
        .isEqualTo("TRACE 65535");
  }

  @Test
  void theDefaultActionHasItsErrno() {
    byte[] code =
        compile(
            "'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':13,"
                + "'syscalls':[{'names':['read','mount'],'action':'SCMP_ACT_ALLOW'}]");
    assertThat(answer(code, READ)).isEqualTo("ALLOW");
    assertThat(answer(code, CLONE)).isEqualTo("ERRNO 13");
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
    "GT, 4294967296, 0, 4294967297, 4294967296",
    "EQ, 18446744073709551615, 0, -1, 4294967295"
  })
  void everyOperatorComparesAsItsNameSays(
      String operator, String value, String second, long holds, long fails) {
    byte[] code =
        rule(
            "'action':'SCMP_ACT_TRAP','args':[{'index':2,'value':"
                + value
                + ",'valueTwo':"
                + second
                + ",'op':'SCMP_CMP_"
                + operator
                + "'}]");
    assertThat(answer(code, READ, 0, 0, holds)).isEqualTo("TRAP");
    assertThat(answer(code, READ, 0, 0, fails)).isEqualTo("ALLOW");
  }

  @Test
  void conditionsOnSeveralArgumentsMustAllHold() {
    byte[] code =
        rule(
            "'action':'SCMP_ACT_TRAP','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'},"
                + "{'index':5,'value':2,'op':'SCMP_CMP_EQ'}]");
    assertThat(answer(code, READ, 1, 0, 0, 0, 0, 2)).isEqualTo("TRAP");
    assertThat(answer(code, READ, 1, 0, 0, 0, 0, 3)).isEqualTo("ALLOW");
    assertThat(answer(code, READ, 3, 0, 0, 0, 0, 2)).isEqualTo("ALLOW");
  }

  @Test
  void ofSeveralConditionsOnOneArgumentAnySuffices() {
    byte[] code =
        rule(
            "'action':'SCMP_ACT_TRAP','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'},"
                + "{'index':0,'value':2,'op':'SCMP_CMP_EQ'}]");
    assertThat(answer(code, READ, 1)).isEqualTo("TRAP");
    assertThat(answer(code, READ, 2)).isEqualTo("TRAP");
    assertThat(answer(code, READ, 3)).isEqualTo("ALLOW");
  }

  @Test
  void aRuleThatRepeatsTheDefaultIsSkipped() {
    byte[] code =
        compile(
            "'defaultAction':'SCMP_ACT_ERRNO','syscalls':["
                + "{'names':['read'],'action':'SCMP_ACT_ERRNO','errnoRet':1},"
                + "{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':2}]");
    assertThat(answer(code, READ)).isEqualTo("ERRNO 1");
    assertThat(answer(code, MOUNT)).isEqualTo("ERRNO 2");
  }

  @Test
  void namesThatStandForNoCallAreSkippedAndTold() {
    FilterCode filter =
        filter(
            Profiles.profile(
                "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['no_such','read','nor_this',"
                    + "'_llseek'],'action':'SCMP_ACT_TRAP'}]"));
    assertThat(answer(filter.bytes(), READ)).isEqualTo("TRAP");
    assertThat(filter.unknownCalls()).containsExactly("no_such", "nor_this");
  }

  @Test
  void otherArchitecturesHaveNumbersOfTheirOwn() {
    byte[] code =
        compile(
            "'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86'],"
                + "'syscalls':[{'names':['read'],'action':'SCMP_ACT_TRAP'}]");
    assertThat(on(I386, code, 3)).isEqualTo("TRAP");
    assertThat(on(I386, code, READ)).isEqualTo("ALLOW");
    assertThat(answer(code, READ)).isEqualTo("TRAP");
  }

  @Test
  void callsOfAnArchitectureThatIsNotNamedEndTheProcess() {
    byte[] code = rule("'action':'SCMP_ACT_ERRNO'");
    assertThat(on(I386, code, READ)).isEqualTo("KILL_THREAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X86", "X86_64", "X32", "ARM", "AARCH64", "MIPSEL", "PPC64LE", "RISCV64"})
  void everyArchitectureOfTheByteOrderIsTaken(String architecture) {
    assertThat(
            compile(
                "'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_"
                    + architecture
                    + "']"))
        .isNotEmpty();
  }

  @Test
  void anArchitectureOfAnotherByteOrderIsRefused() {
    assertRefused(
        "'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86','SCMP_ARCH_S390X']",
        "/linux/seccomp/architectures/1: SCMP_ARCH_S390X has another byte order than this machine");
  }

  @Test
  void rulesThatContradictEachOtherAreRefused() {
    String arg = "'args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]";
    assertRefused(
        "'defaultAction':'SCMP_ACT_ERRNO','syscalls':["
            + "{'names':['read'],'action':'SCMP_ACT_ALLOW',"
            + arg
            + "},{'names':['mount','read'],'action':'SCMP_ACT_TRAP',"
            + arg
            + "}]",
        "/linux/seccomp/syscalls/1/names/1: an earlier rule has another action for the same calls"
            + " of read");
  }

  @Test
  void whatIsNewerThanTheProfileIsNotThere() {
    byte[] code =
        compile(
            "'defaultAction':'SCMP_ACT_KILL_PROCESS','architectures':['SCMP_ARCH_X86'],"
                + "'syscalls':[{'names':['read','mount'],'action':'SCMP_ACT_ALLOW'}]");
    assertThat(answer(code, MOUNT - 1)).isEqualTo("KILL_PROCESS");
    assertThat(answer(code, MOUNT + 1)).isEqualTo("ERRNO 38");
    assertThat(on(I386, code, 21)).isEqualTo("ALLOW");
    assertThat(on(I386, code, 22)).isEqualTo("ERRNO 38");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_NOTIFY"})
  void whoLetsCallsThroughDecidesOnNewOnesToo(String action) {
    byte[] code =
        compile(
            "'defaultAction':'"
                + action
                + "','syscalls':[{'names':['read'],'action':'SCMP_ACT_TRAP'}]");
    assertThat(answer(code, 460)).isEqualTo(answer(code, 1)).doesNotStartWith("ERRNO");
  }

  @Test
  void dockersProfileIsItself() {
    FilterCode filter = filter(Profiles.docker());
    byte[] code = filter.bytes();
    assertThat(filter.unknownCalls()).isEmpty();
    assertThat(answer(code, READ)).isEqualTo("ALLOW");
    assertThat(on(I386, code, 3)).isEqualTo("ALLOW");
    assertThat(answer(code, BpfMachine.X32_BIT)).isEqualTo("ALLOW");
    assertThat(answer(code, MOUNT)).isEqualTo("ERRNO 1");
    assertThat(answer(code, PERSONALITY, 8)).isEqualTo("ALLOW");
    assertThat(answer(code, PERSONALITY, 9)).isEqualTo("ERRNO 1");
    assertThat(answer(code, CLONE, 17)).isEqualTo("ALLOW");
    assertThat(answer(code, CLONE, CLONE_NEWUSER | 17)).isEqualTo("ERRNO 1");
    assertThat(answer(code, CLONE3)).isEqualTo("ERRNO 38");
    assertThat(answer(code, FUTEX_WAITV)).isEqualTo("ALLOW");
    assertThat(answer(code, SET_MEMPOLICY_HOME_NODE)).isEqualTo("ERRNO 38");
  }

  @Test
  void aCallThatTheProfileRefusesByNameStaysRefusedHoweverNewItIs() {
    byte[] code =
        compile(
            "'defaultAction':'SCMP_ACT_ERRNO','syscalls':["
                + "{'names':['read'],'action':'SCMP_ACT_ALLOW'},"
                + "{'names':['set_mempolicy_home_node'],'action':'SCMP_ACT_ERRNO','errnoRet':1}]");
    assertThat(answer(code, CLONE3)).isEqualTo("ERRNO 1");
    assertThat(answer(code, SET_MEMPOLICY_HOME_NODE)).isEqualTo("ERRNO 1");
  }

  private static void assertRefused(String members, String message) {
    assertThatThrownBy(() -> compile(members))
        .isInstanceOf(HostLacksException.class)
        .hasMessage(message);
  }

  /** A profile that allows all but read. */
  private static byte[] rule(String members) {
    return compile(
        "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['read']," + members + "}]");
  }

  private static byte[] compile(String members) {
    return filter(Profiles.profile(members)).bytes();
  }

  private static FilterCode filter(Seccomp profile) {
    return new FilterCompiler(JnaKernel.forOneCommand().seccompLibrary()).compile(profile);
  }
}
