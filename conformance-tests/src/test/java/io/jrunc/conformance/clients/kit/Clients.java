package io.jrunc.conformance.clients.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests that {@code clients/run} runs: with the clients of Debian 12, each test; with
 * today's, those that are {@link AlsoToday}.
 */
@Tag(Clients.TAG)
@ExtendWith(ClientsExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Clients {
  /** What JUnit knows them by. */
  String TAG = "clients";
}
