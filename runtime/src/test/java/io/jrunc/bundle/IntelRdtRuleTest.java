package io.jrunc.bundle;

import static io.jrunc.bundle.RulesTest.assertLinux;

import org.junit.jupiter.api.Test;

final class IntelRdtRuleTest {
  @Test
  void whatTheSpecificationShowsIsAllowed() {
    assertLinux("'intelRdt':{}");
    assertLinux("'intelRdt':{'closID':'/'}");
    assertLinux(
        "'intelRdt':{'closID':'gold','l3CacheSchema':'L3:0=7f0;1=1f','memBwSchema':'MB:0=20;1=70',"
            + "'schemata':['L3:0=f','L2:0=f'],'enableMonitoring':true}");
  }

  @Test
  void namesAndLinesOfOtherFormsAreRefused() {
    assertLinux(
        "'intelRdt':{'closID':'..','memBwSchema':'L3:0=f','schemata':['L3:0=f','a\\nb']}",
        "/linux/intelRdt/closID: \"..\" is neither / nor the name of a folder",
        "/linux/intelRdt/memBwSchema: \"L3:0=f\" is not a line that starts with MB:",
        "/linux/intelRdt/schemata/1: \"a\\u000ab\" is more than a line");
    assertLinux(
        "'intelRdt':{'closID':'a/b'}",
        "/linux/intelRdt/closID: \"a/b\" is neither / nor the name of a folder");
  }
}
