package io.jrunc.bundle;

import static io.jrunc.bundle.RulesTest.assertLinux;
import static io.jrunc.bundle.RulesTest.assertProblems;
import static io.jrunc.bundle.RulesTest.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetDeviceRuleTest {
  private static final String NETWORK = "'namespaces':[{'type':'network'}],'netDevices':";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'eth0':{}}",
        "{'eth0':{'name':''}}",
        "{'eth0':{'name':'a'},'a':{'name':'eth0'}}",
        "{'eth0':{'name':'fifteen.letters'}}",
        "{'eth0':{'name':'net%d'},'eth1':{'name':'net%d'}}",
        "{'eth0.7@x':{'name':'...'}}"
      })
  void namesThatTheKernelAcceptsAreFree(String devices) {
    assertLinux(NETWORK + devices);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "..", "a/b", "a:b", "a b", "à", "sixteen..letters", "%d0", "a%d%d", "%"})
  void othersAreRefused(String name) {
    assertLinux(
        NETWORK + "{'eth0':{'name':'" + name + "'}}",
        "/linux/netDevices/eth0/name: \""
            + name
            + "\" is not a name for a network device, with %d at its end or without");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "sixteen..letters", "eth%d"})
  void noDeviceOfTheHostHasSuchAName(String name) {
    assertLinux(
        NETWORK + "{'" + name + "':{}}",
        "/linux/netDevices: \"" + name + "\" is not the name of a network device");
  }

  @Test
  void noTwoDevicesGetTheSameName() {
    assertLinux(
        NETWORK + "{'a':{'name':'x'},'b':{'name':'x'},'x':{}}",
        "/linux/netDevices/b/name: \"x\" is the name of two devices in the container",
        "/linux/netDevices: \"x\" is the name of two devices in the container");
  }

  @Test
  void theyNeedANetworkNamespace() {
    assertProblems(
        config("'linux':{'netDevices':{'eth0':{}}}"),
        "/linux/netDevices: needs a network namespace");
  }
}
