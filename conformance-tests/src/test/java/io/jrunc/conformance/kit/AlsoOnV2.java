package io.jrunc.conformance.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Runs a test, or the tests of a class, in the guests of {@code lane/run} as well, where everything
 * takes ten times as long: for what cgroup v2 or systemd may change.
 */
@Tag(AlsoOnV2.TAG)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AlsoOnV2 {
  /** The same for tests that don't know this annotation. */
  String TAG = "also-on-v2";
}
