package io.jrunc.bundle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeccompRuleTest {

  @Test
  void whatDockerAndPodmanWriteKeepsAllRules() {
    assertProfile(
        "'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38,'architectures':['SCMP_ARCH_X86'],"
            + "'syscalls':[{'names':['read'],'action':'SCMP_ACT_ALLOW','args':[]},"
            + "{'names':['clone3'],'action':'SCMP_ACT_ERRNO','errnoRet':38}]");
    assertProfile(
        "'defaultAction':'SCMP_ACT_ALLOW','flags':[],'listenerPath':'/run/agent',"
            + "'listenerMetadata':'any','syscalls':[{'names':['read'],'action':'SCMP_ACT_NOTIFY'}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALLOW", "LOG", "KILL", "KILL_THREAD", "KILL_PROCESS", "TRAP"})
  void anErrnoIsRefusedWhereItHasNoMeaning(String action) {
    String reason =
        ": has no meaning for SCMP_ACT_" + action + "; SCMP_ACT_ERRNO and SCMP_ACT_TRACE have one";
    assertProfile(
        "'defaultAction':'SCMP_ACT_"
            + action
            + "','defaultErrnoRet':1,'syscalls':[{'names':['read'],'action':'SCMP_ACT_"
            + action
            + "','errnoRet':0}]",
        "/linux/seccomp/defaultErrnoRet" + reason,
        "/linux/seccomp/syscalls/0/errnoRet" + reason);
  }

  @Test
  void anErrnoThatTheKernelWouldCutOffIsRefused() {
    assertProfile("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':4095");
    assertProfile(
        "'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':4096,"
            + "'syscalls':[{'names':['read'],'action':'SCMP_ACT_TRACE','errnoRet':65535},"
            + "{'names':['write'],'action':'SCMP_ACT_TRACE','errnoRet':65536}]",
        "/linux/seccomp/defaultErrnoRet: 4096 is above 4095, the largest for SCMP_ACT_ERRNO",
        "/linux/seccomp/syscalls/1/errnoRet: 65536 is above 65535, the largest for SCMP_ACT_TRACE");
  }

  @Test
  void aRuleNamesCalls() {
    assertProfile(
        "'defaultAction':'SCMP_ACT_ERRNO','syscalls':["
            + "{'names':['read',''],'action':'SCMP_ACT_ALLOW'}]",
        "/linux/seccomp/syscalls/0/names/1: \"\" is not the name of a system call");
  }

  @Test
  void whoNotifiesNeedsAListener() {
    String missing = "/linux/seccomp/listenerPath: is missing; SCMP_ACT_NOTIFY needs a listener";
    assertProfile("'defaultAction':'SCMP_ACT_NOTIFY'", missing);
    assertProfile(
        "'defaultAction':'SCMP_ACT_ALLOW',"
            + "'syscalls':[{'names':['read'],'action':'SCMP_ACT_NOTIFY'}]",
        missing);
  }

  @Test
  void aListenerIsAtAnAbsolutePath() {
    assertProfile(
        "'defaultAction':'SCMP_ACT_NOTIFY','listenerPath':'run/agent'",
        "/linux/seccomp/listenerPath: \"run/agent\" is not an absolute path");
  }

  @Test
  void metadataIsForAListenerOnly() {
    assertProfile(
        "'defaultAction':'SCMP_ACT_ALLOW','listenerMetadata':'any'",
        "/linux/seccomp/listenerMetadata: is only for a listener; set listenerPath");
  }

  private static void assertProfile(String members, String... problems) {
    RulesTest.assertLinux("'seccomp':{" + members + "}", problems);
  }
}
