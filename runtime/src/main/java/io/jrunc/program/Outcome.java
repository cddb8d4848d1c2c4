package io.jrunc.program;

import io.jrunc.linux.abi.Errno;

/** What the trampoline does after an instruction. Codes are those of trampoline.c. */
public sealed interface Outcome {

  /** The code of {@code enum test} in trampoline.c. */
  int code();

  /** The value that a result or errno is compared with; 0 where nothing is compared. */
  default long expected() {
    return 0;
  }

  /** Index of the instruction to go on with; 0 where there is no jump. */
  default int target() {
    return 0;
  }

  /**
   * The suffix of the instruction's line in a listing; empty for {@link MustSucceed}.
   *
   * @param next index of the instruction that follows
   */
  String describe(int next);

  /** An error ends the program. */
  record MustSucceed() implements Outcome {
    @Override
    public int code() {
      return 0;
    }

    @Override
    public String describe(int next) {
      return "";
    }
  }

  /** An error is ignored. */
  record GoOn() implements Outcome {
    @Override
    public int code() {
      return 1;
    }

    @Override
    public String describe(int next) {
      return "(errors ignored)";
    }
  }

  /** This error jumps, any other ends the program. */
  record JumpIfErrno(Errno errno, Label label) implements Outcome {
    @Override
    public int code() {
      return 2;
    }

    @Override
    public long expected() {
      return errno.number();
    }

    @Override
    public int target() {
      return label.position();
    }

    @Override
    public String describe(int next) {
      return label.position() == next
          ? "(" + errno.name() + " ignored)"
          : "| " + errno.name() + ": go to " + label.position();
    }
  }

  /** Any error jumps. */
  record JumpIfError(Label label) implements Outcome {
    @Override
    public int code() {
      return 3;
    }

    @Override
    public int target() {
      return label.position();
    }

    @Override
    public String describe(int next) {
      return "| error: go to " + label.position();
    }
  }

  /** This result jumps; an error ends the program. */
  record JumpIfEqual(long value, Label label) implements Outcome {
    @Override
    public int code() {
      return 4;
    }

    @Override
    public long expected() {
      return value;
    }

    @Override
    public int target() {
      return label.position();
    }

    @Override
    public String describe(int next) {
      return "| if " + value + ": go to " + label.position();
    }
  }

  /** An error or any other result ends the program. */
  record MustEqual(long value) implements Outcome {
    @Override
    public int code() {
      return 5;
    }

    @Override
    public long expected() {
      return value;
    }

    @Override
    public String describe(int next) {
      return "| must be " + value;
    }
  }
}
