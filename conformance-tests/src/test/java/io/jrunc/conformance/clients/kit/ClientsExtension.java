package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.Deviations;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out what the runtime under test is known to fail. */
final class ClientsExtension implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Machine.release().isEmpty()) {
      return ConditionEvaluationResult.disabled("runs only by clients/run");
    }
    String test =
        context.getRequiredTestClass().getSimpleName()
            + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    Optional<String> reason =
        Deviations.of("clients." + Machine.runtimeName()).reason(test, Machine.release());
    return reason
        .map(why -> ConditionEvaluationResult.disabled("known deviation: " + why))
        .orElseGet(() -> ConditionEvaluationResult.enabled("runs"));
  }
}
