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
      value = {"intelRdt|{}", "netDevices|{'eth1':{}}"})
  void fieldsOfLinuxAreRefused(String field, String value) {
    assertLinux(
        "'" + field + "':" + value, "/linux/" + field + ": is not supported by this version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "blockIO|{'weight':10}",
        "blockIO|{'leafWeight':10}",
        "blockIO|{'weightDevice':[{'major':8,'minor':0,'weight':10}]}",
        "blockIO|{'throttleReadBpsDevice':[{'major':8,'minor':0,'rate':1}]}",
        "blockIO|{'throttleWriteBpsDevice':[{'major':8,'minor':0,'rate':1}]}",
        "blockIO|{'throttleReadIOPSDevice':[{'major':8,'minor':0,'rate':1}]}",
        "blockIO|{'throttleWriteIOPSDevice':[{'major':8,'minor':0,'rate':1}]}",
        "hugepageLimits|[{'pageSize':'2MB','limit':0}]",
        "rdma|{'mlx5_1':{'hcaHandles':3}}",
        "unified|{'memory.high':'1'}"
      })
  void limitsThatNobodyWouldSetAreRefused(String field, String value) {
    assertLinux(
        "'resources':{'" + field + "':" + value + "}",
        "/linux/resources/" + field + ": is not supported by this version");
  }

  @Test
  void networkTagsAreRefused() {
    assertLinux(
        "'resources':{'network':{'classID':1,'priorities':[{'name':'lo','priority':1}]}}",
        "/linux/resources/network/classID: is not supported by this version",
        "/linux/resources/network/priorities: is not supported by this version");
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
