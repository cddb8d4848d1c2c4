package io.jrunc.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** A process that exchanges two files by renameat2(2), a million times a second. */
public final class Swapping {

  private static final int ROUNDS = 12;
  private static final int AT_LEAST = 1000;

  private Swapping() {}

  /** Does something again and again while two files are exchanged; then both are what they were. */
  public static void rounds(Sandbox sandbox, Path one, Path other, Runnable round) {
    RunningCommand swap =
        sandbox
            .program(sandbox.tool("attack"), "swap", one.toString(), other.toString())
            .interactive()
            .start();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        round.run();
      }
    } finally {
      swap.endOfInput();
      String swaps = swap.await().succeeds().stdout().strip();
      assertThat(Integer.parseInt(swaps)).as("exchanges").isGreaterThan(AT_LEAST);
    }
  }
}
