package io.jrunc.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What a finished command left: its exit code (128 + n when signal n killed it) and all that it
 * wrote until it ended.
 */
public record Outcome(List<String> command, int exitCode, String stdout, String stderr) {

  public Outcome {
    command = List.copyOf(command);
  }

  /** Asserts exit code 0; returns itself, so that an assertion on the output can follow. */
  public Outcome succeeds() {
    return exits(0);
  }

  public Outcome exits(int code) {
    assertThat(exitCode).as(this::toString).isEqualTo(code);
    return this;
  }

  /** Asserts a failure that was reported: not zero, not by a signal, with a reason on stderr. */
  public Outcome fails() {
    assertThat(exitCode).as(this::toString).isBetween(1, 255);
    assertThat(stderr).as(this::toString).isNotBlank();
    return this;
  }

  /** Asserts a failure whose standard error contains each of the given texts, in any case. */
  public Outcome failsSaying(String... texts) {
    fails();
    for (String text : texts) {
      assertThat(stderr).as(this::toString).containsIgnoringCase(text);
    }
    return this;
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + "\nexit code: "
        + exitCode
        + "\nstdout: "
        + stdout
        + "\nstderr: "
        + stderr;
  }
}
