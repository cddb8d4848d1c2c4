package io.jrunc.conformance.runner;

import io.jrunc.conformance.kit.Lane;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints what becomes of each test, and the sum of all. */
final class ProgressListener implements TestExecutionListener {
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final Map<String, Long> begun = new ConcurrentHashMap<>();
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();

  ProgressListener(PrintWriter out) {
    this.out = out;
  }

  /** 0 when no test has failed, 1 when one has, 2 when none was there to run. */
  int exitCode() {
    if (failed.get() > 0) {
      return 1;
    }
    return passed.get() > 0 ? 0 : 2;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (reason.equals(Lane.ELSEWHERE)) {
      return;
    }
    skipped.incrementAndGet();
    out.println("skipped        " + name(test) + ": " + reason);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    begun.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean good = result.getStatus() == Status.SUCCESSFUL;
    if (good && !test.isTest()) {
      return;
    }
    if (result.getStatus() == Status.ABORTED) {
      executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
      return;
    }
    (good ? passed : failed).incrementAndGet();
    double seconds = (System.nanoTime() - begun.getOrDefault(test.getUniqueId(), 0L)) / NANOS;
    synchronized (out) {
      out.printf("%s %5.1f s %s%n", good ? "passed" : "FAILED", seconds, name(test));
      result.getThrowable().ifPresent(e -> e.printStackTrace(out));
      out.flush();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
  }

  private static String name(TestIdentifier test) {
    Optional<String> method =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(MethodSource.class::cast)
            .map(source -> simple(source.getClassName()) + "." + source.getMethodName());
    if (method.isPresent()) {
      return test.getDisplayName().startsWith(method.get().substring(method.get().indexOf('.') + 1))
          ? method.get()
          : method.get() + " " + test.getDisplayName();
    }
    return test.getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> simple(((ClassSource) source).getClassName()))
        .orElseGet(test::getDisplayName);
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
