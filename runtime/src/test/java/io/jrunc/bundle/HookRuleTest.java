package io.jrunc.bundle;

import static io.jrunc.bundle.RulesTest.assertProblems;
import static io.jrunc.bundle.RulesTest.config;

import io.jrunc.spec.HookKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HookRuleTest {
  @ParameterizedTest
  @EnumSource
  void aHookWithAllItsFieldsIsRight(HookKind kind) {
    assertProblems(
        config(
            hook(
                kind,
                "'path':'/bin/true','args':['true','-x',''],'env':['A=','B=c=d'],'timeout':1")));
  }

  @ParameterizedTest
  @EnumSource
  void aHookIsAtAnAbsolutePath(HookKind kind) {
    String pointer = "/hooks/" + kind.word() + "/0/path: ";
    assertProblems(
        config(hook(kind, "'path':'bin/true'")), pointer + "\"bin/true\" is not an absolute path");
  }

  @Test
  void whatIsNoVariableIsNamedByItsPlaceAndNotByItsValue() {
    assertProblems(
        config("'hooks':{'poststop':[{'path':'/a'},{'path':'/b','env':['A=1','secret','=x']}]}"),
        "/hooks/poststop/1/env/1: is not of the form NAME=value",
        "/hooks/poststop/1/env/2: is not of the form NAME=value");
  }

  private static String hook(HookKind kind, String members) {
    return "'hooks':{'" + kind.word() + "':[{" + members + "}]}";
  }
}
