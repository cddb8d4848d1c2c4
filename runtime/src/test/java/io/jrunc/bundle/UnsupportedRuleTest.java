package io.jrunc.bundle;

import static io.jrunc.bundle.RulesTest.assertLinux;
import static io.jrunc.bundle.RulesTest.assertProblems;
import static io.jrunc.bundle.RulesTest.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnsupportedRuleTest {
  @Test
  void theAffinityOfExecutedProcessesIsTheirs() {
    assertProblems(config("").replace("'cwd'", "'execCPUAffinity':{'initial':'0'},'cwd'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"netDevices|{'eth1':{}}"})
  void fieldsOfLinuxAreRefused(String field, String value) {
    assertLinux(
        "'" + field + "':" + value, "/linux/" + field + ": is not supported by this version");
  }

  @Test
  void whatClientsWriteForNoLimitIsAllowed() {
    assertLinux(
        "'resources':{'devices':[{'allow':false,'access':'rwm'}],'cpu':{'shares':0},"
            + "'memory':{'disableOOMKiller':false},'pids':{'limit':2048},"
            + "'blockIO':{'weight':0,'leafWeight':0},'hugepageLimits':[],'network':{},"
            + "'rdma':{},'unified':{}}");
  }
}
