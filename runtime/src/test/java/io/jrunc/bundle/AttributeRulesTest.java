package io.jrunc.bundle;

import static io.jrunc.bundle.RulesTest.assertLinux;
import static io.jrunc.bundle.RulesTest.assertProblems;
import static io.jrunc.bundle.RulesTest.config;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program has beside its rights: scheduler, personality, memory policy. */
final class AttributeRulesTest {
  private static final String ABOVE = "and 9223372036854775807 for SCHED_DEADLINE";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'policy':'SCHED_OTHER','nice':-20",
        "'policy':'SCHED_BATCH','nice':19,'priority':0,'runtime':0,'deadline':0,'period':0",
        "'policy':'SCHED_IDLE','flags':['SCHED_FLAG_RESET_ON_FORK']",
        "'policy':'SCHED_FIFO','priority':1",
        "'policy':'SCHED_RR','priority':99,'nice':5",
        "'policy':'SCHED_DEADLINE','runtime':1024,'deadline':1024,'period':0",
        "'policy':'SCHED_DEADLINE','runtime':1024,'deadline':2000,'period':2000"
      })
  void aSchedulerHasWhatItsPolicyLooksAt(String scheduler) {
    assertScheduler(scheduler);
  }

  @Test
  void aPolicyThatNoKernelHasIsRefused() {
    assertScheduler(
        "'policy':'SCHED_ISO'",
        "/process/scheduler/policy: SCHED_ISO is reserved: no kernel has it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCHED_FIFO", "SCHED_RR"})
  void aRealTimePolicyHasAPriority(String policy) {
    assertScheduler(
        "'policy':'" + policy + "'",
        "/process/scheduler/priority: must be between 1 and 99 for " + policy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCHED_OTHER", "SCHED_BATCH", "SCHED_IDLE"})
  void anotherPolicyHasNoPriorityAndNoTimes(String policy) {
    assertScheduler(
        "'policy':'" + policy + "','priority':1,'runtime':2000,'deadline':2000,'period':2000",
        "/process/scheduler/priority: is only for SCHED_FIFO and SCHED_RR",
        "/process/scheduler/runtime: is only for SCHED_DEADLINE",
        "/process/scheduler/deadline: is only for SCHED_DEADLINE",
        "/process/scheduler/period: is only for SCHED_DEADLINE");
  }

  @Test
  void deadlineNeedsRuntimeAndDeadline() {
    assertScheduler(
        "'policy':'SCHED_DEADLINE'",
        "/process/scheduler/runtime: must be between 1024 " + ABOVE,
        "/process/scheduler/deadline: must be between 1024 " + ABOVE);
  }

  @Test
  void theTimesOfDeadlineAreInOrder() {
    assertScheduler(
        "'policy':'SCHED_DEADLINE','runtime':3000,'deadline':2999,'period':2000",
        "/process/scheduler/deadline: must be between 3000 " + ABOVE,
        "/process/scheduler/period: must be between 2999 " + ABOVE);
  }

  @Test
  void theTimesOfDeadlineFitTheKernelsSignedNumbers() {
    assertScheduler(
        "'policy':'SCHED_DEADLINE','runtime':9223372036854775808,"
            + "'deadline':9223372036854775809,'period':18446744073709551615",
        "/process/scheduler/runtime: must be between 1024 " + ABOVE,
        "/process/scheduler/deadline: must be between 1024 " + ABOVE,
        "/process/scheduler/period: must be between 1024 " + ABOVE);
  }

  @Test
  void aPersonalityHasNoFlags() {
    assertLinux("'personality':{'domain':'LINUX32','flags':[]}");
    assertLinux(
        "'personality':{'domain':'LINUX','flags':['ADDR_NO_RANDOMIZE']}",
        "/linux/personality/flags: must be empty: no flag is defined yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'mode':'MPOL_DEFAULT'",
        "'mode':'MPOL_LOCAL','nodes':''",
        "'mode':'MPOL_PREFERRED'",
        "'mode':'MPOL_PREFERRED','nodes':'1','flags':['MPOL_F_STATIC_NODES']",
        "'mode':'MPOL_BIND','nodes':'0-3,7','flags':['MPOL_F_NUMA_BALANCING']",
        "'mode':'MPOL_INTERLEAVE','nodes':'0,1','flags':['MPOL_F_RELATIVE_NODES']",
        "'mode':'MPOL_WEIGHTED_INTERLEAVE','nodes':'1023'",
        "'mode':'MPOL_PREFERRED_MANY','nodes':'0'"
      })
  void aMemoryPolicyMayBe(String policy) {
    assertLinux("'memoryPolicy':{" + policy + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIND", "INTERLEAVE", "WEIGHTED_INTERLEAVE", "PREFERRED_MANY"})
  void aPolicyAboutNodesNamesThem(String mode) {
    assertLinux(
        "'memoryPolicy':{'mode':'MPOL_" + mode + "'}",
        "/linux/memoryPolicy/nodes: is required for MPOL_" + mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEFAULT", "LOCAL"})
  void anotherPolicyNamesNoNodes(String mode) {
    assertLinux(
        "'memoryPolicy':{'mode':'MPOL_" + mode + "','nodes':'0'}",
        "/linux/memoryPolicy/nodes: must be empty for MPOL_" + mode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|a",
        "1-|1-",
        "-1|-1",
        "3-1|3-1",
        "1,|1,",
        "1024|1024",
        "0-99999999999|0-99999999999"
      })
  void whatIsNoListOfNodesIsRefused(String nodes, String quoted) {
    assertLinux(
        "'memoryPolicy':{'mode':'MPOL_BIND','nodes':'" + nodes + "'}",
        "/linux/memoryPolicy/nodes: \"" + quoted + "\" is not a list of nodes below 1024: 0-3,7");
  }

  @Test
  void flagsThatDoNotFitAreRefused() {
    assertLinux(
        "'memoryPolicy':{'mode':'MPOL_LOCAL','flags':['MPOL_F_NUMA_BALANCING',"
            + "'MPOL_F_STATIC_NODES','MPOL_F_RELATIVE_NODES']}",
        "/linux/memoryPolicy/flags/0: MPOL_F_NUMA_BALANCING is only for MPOL_BIND and"
            + " MPOL_PREFERRED_MANY",
        "/linux/memoryPolicy/flags/1: MPOL_F_STATIC_NODES is only for a policy with nodes",
        "/linux/memoryPolicy/flags/2: MPOL_F_RELATIVE_NODES is only for a policy with nodes",
        "/linux/memoryPolicy/flags: MPOL_F_STATIC_NODES and MPOL_F_RELATIVE_NODES exclude each"
            + " other");
  }

  @Test
  void listsOfNodesAreRead() {
    BitSet nodes = new BitSet();
    nodes.set(0, 4);
    nodes.set(7);
    nodes.set(1023);
    assertThat(NodeList.parse("0-3,7,2,1023")).contains(nodes);
    assertThat(NodeList.parse("")).isEmpty();
    assertThat(NodeList.parse("1 ")).isEmpty();
    assertThat(NodeList.parse("1-2-3")).isEmpty();
  }

  private static void assertScheduler(String scheduler, String... problems) {
    assertProblems(config("").replace("'cwd'", "'scheduler':{" + scheduler + "},'cwd'"), problems);
  }
}
