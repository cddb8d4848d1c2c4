package io.jrunc.conformance.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class of conformance tests: they get {@link Sandbox}, {@link RuntimeUnderTest} and {@link
 * Session} as parameters, and honour {@link Requires}, {@link OnlyFor} and {@link Deviations}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(ConformanceExtension.class)
@Requires({Need.ROOT, Need.GCC, Need.BUSYBOX})
public @interface Conformance {}
