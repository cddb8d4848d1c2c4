package io.jrunc.conformance.kit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes target/spec-rules.md: each rule of the specification that a test names, and whether the
 * tests of the last run bear it out. The launcher finds this class by its service file.
 */
public final class SpecRuleReport implements TestExecutionListener {

  private enum Verdict {
    SKIPPED,
    PASSED,
    DEVIATION,
    FAILED
  }

  /** A rule's line in the report, and the worst that was seen of its tests. */
  private final Map<String, Verdict> rules = new ConcurrentSkipListMap<>();

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, reason.startsWith("known deviation") ? Verdict.DEVIATION : Verdict.SKIPPED);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
      note(test, passed ? Verdict.PASSED : Verdict.FAILED);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (rules.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("| section | rule | verdict |\n|---|---|---|\n");
    rules.forEach(
        (rule, verdict) -> {
          String[] parts = rule.split(": ", 2);
          text.append("| ").append(parts[0]).append(" | ").append(parts[parts.length - 1]);
          text.append(" | ").append(verdict.name().toLowerCase(Locale.ROOT)).append(" |\n");
        });
    HostFiles.write(Path.of("target", "spec-rules.md"), text.toString());
  }

  private void note(TestIdentifier test, Verdict verdict) {
    ruleOf(test)
        .ifPresent(rule -> rules.merge(rule, verdict, (a, b) -> a.compareTo(b) > 0 ? a : b));
  }

  private static Optional<String> ruleOf(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .flatMap(SpecRuleReport::method)
        .flatMap(method -> AnnotationSupport.findAnnotation(method, SpecRule.class))
        .map(SpecRule::value);
  }

  private static Optional<Method> method(MethodSource source) {
    return ReflectionSupport.tryToLoadClass(source.getClassName())
        .toOptional()
        .flatMap(
            type ->
                ReflectionSupport.findMethod(
                    type, source.getMethodName(), source.getMethodParameterTypes()));
  }
}
