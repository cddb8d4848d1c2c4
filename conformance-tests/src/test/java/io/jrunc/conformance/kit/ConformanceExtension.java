package io.jrunc.conformance.kit;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Decides which tests run, gives them their sandbox, and checks what they left. */
final class ConformanceExtension
    implements ExecutionCondition, ParameterResolver, AfterEachCallback {

  private static final Lane lane = new Lane();
  private static final Namespace OURS = Namespace.create(ConformanceExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (RuntimeUnderTest.configured().isEmpty()) {
      return missing(
          "no runtime at " + System.getProperty("jrunc.runtime"), Boolean.getBoolean("jrunc.ci"));
    }
    AnnotatedElement element = context.getElement().orElseThrow();
    for (Need need : needs(element)) {
      Optional<String> missing = need.missing();
      if (missing.isPresent()) {
        return missing(missing.get(), need.isPromised());
      }
    }
    ConditionEvaluationResult result = evaluatePeer(context, element);
    return !result.isDisabled() && element instanceof Method test && !lane.takes(test)
        ? ConditionEvaluationResult.disabled(Lane.ELSEWHERE)
        : result;
  }

  private static List<Need> needs(AnnotatedElement element) {
    List<Need> needs = new ArrayList<>();
    if (element.isAnnotationPresent(Conformance.class)) {
      needs.addAll(List.of(Conformance.class.getAnnotation(Requires.class).value()));
    }
    Optional.ofNullable(element.getAnnotation(Requires.class))
        .ifPresent(requires -> needs.addAll(List.of(requires.value())));
    return needs;
  }

  private static ConditionEvaluationResult missing(String reason, boolean promised) {
    if (promised) {
      throw new AssertionError("promised on this machine, but: " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static ConditionEvaluationResult evaluatePeer(
      ExtensionContext context, AnnotatedElement element) {
    String name = session(context).runtime().name();
    Optional<OnlyFor> only = findAnnotation(element, OnlyFor.class);
    if (only.isPresent() && !only.get().value().equals(name)) {
      return ConditionEvaluationResult.disabled("only for " + only.get().value());
    }
    if (!"ignore".equals(System.getProperty("jrunc.deviations"))) {
      String test =
          context.getRequiredTestClass().getSimpleName()
              + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
      Optional<String> reason = Deviations.of(name).reason(test, context.getDisplayName());
      if (reason.isPresent()) {
        return ConditionEvaluationResult.disabled(
            "known deviation of " + name + ": " + reason.get());
      }
    }
    return ConditionEvaluationResult.enabled("runs for " + name);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Sandbox.class || type == Session.class || type == RuntimeUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Session.class) {
      return session(context);
    }
    return type == Sandbox.class ? sandbox(context) : session(context).runtime();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Sandbox sandbox = context.getStore(OURS).remove(Sandbox.class, Sandbox.class);
    if (sandbox == null) {
      return;
    }
    List<String> left = sandbox.close();
    if (!left.isEmpty()) {
      throw new AssertionError("delete --force left: " + String.join(", ", left));
    }
  }

  private static Sandbox sandbox(ExtensionContext context) {
    return context
        .getStore(OURS)
        .computeIfAbsent(Sandbox.class, key -> new Sandbox(session(context)), Sandbox.class);
  }

  private static Session session(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(Session.class, key -> Session.open(), Session.class);
  }
}
