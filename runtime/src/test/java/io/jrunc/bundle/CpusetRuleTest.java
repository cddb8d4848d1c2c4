package io.jrunc.bundle;

import static io.jrunc.bundle.RulesTest.assertLinux;

import org.junit.jupiter.api.Test;

final class CpusetRuleTest {
  @Test
  void listsAndEmptyOnesAreAllowed() {
    assertLinux("'resources':{'cpu':{'cpus':'0-3,7','mems':'0'}}");
    assertLinux("'resources':{'cpu':{'cpus':'','mems':''}}");
  }

  @Test
  void whatIsNoListIsRefusedWithItsField() {
    assertLinux(
        "'resources':{'cpu':{'cpus':'3-1','mems':'0,x'}}",
        "/linux/resources/cpu/cpus: \"3-1\" is not a list of processors such as 0-3,7",
        "/linux/resources/cpu/mems: \"0,x\" is not a list of memory nodes such as 0-3,7");
  }
}
