package io.jrunc.conformance.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Runs a test, or the tests of a class, in that guest of {@code lane/run} where systemd has mounted
 * cgroup v1 beside v2, with every controller that v1 has.
 */
@Tag(AlsoOnHybrid.TAG)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AlsoOnHybrid {
  String TAG = "also-on-hybrid";
}
