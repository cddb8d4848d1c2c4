package io.jrunc.conformance.clients.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Runs a test, or the tests of a class, with today's clients as well, and not only Debian 12's. */
@Tag(AlsoToday.TAG)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AlsoToday {
  /** What JUnit knows them by. */
  String TAG = "also-today";
}
