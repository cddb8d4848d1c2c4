package io.jrunc.program;

import io.jrunc.linux.abi.SyscallNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of a program.
 *
 * @param call the system call; present for {@link Operation#SYSCALL} only
 * @param operands at most six
 * @param result the register that receives the value
 * @param quiet whether the report page doesn't record the step, because another process that shares
 *     the page runs at the same time
 * @param retries how often, unsigned, a call is made again after EAGAIN or EINTR, or a load after 0
 */
public record Instruction(
    Operation operation,
    Optional<SyscallNumber> call,
    List<Operand> operands,
    Outcome outcome,
    Register result,
    boolean quiet,
    int retries,
    Source source) {

  /** How many operands a system call can have. */
  static final int MAX_OPERANDS = 6;

  public Instruction {
    operands = List.copyOf(operands);
    if (operands.size() > MAX_OPERANDS || call.isPresent() != (operation == Operation.SYSCALL)) {
      throw new IllegalArgumentException(operation + " " + call + operands);
    }
  }

  /**
   * The call as strace would write it, with the result's register: {@code openat(…) = %root}.
   *
   * @param index of this instruction in its program
   */
  String describe(int index) {
    if (isJump()) {
      return "go to " + outcome.target();
    }
    StringBuilder line = new StringBuilder();
    line.append(operation == Operation.LOAD && retries != 0 ? "await " : "");
    line.append(
        call.map(SyscallNumber::callName)
            .orElseGet(() -> operation.name().toLowerCase(Locale.ROOT)));
    line.append('(');
    for (int i = 0; i < operands.size(); i++) {
      line.append(i == 0 ? "" : ", ").append(operands.get(i));
    }
    line.append(')');
    if (result != Register.UNUSED) {
      line.append(" = ").append(result);
    }
    String outcomeText = outcome.describe(index + 1);
    if (!outcomeText.isEmpty()) {
      line.append("  ").append(outcomeText);
    }
    return line.toString();
  }

  private boolean isJump() {
    return operation == Operation.MOVE
        && outcome instanceof Outcome.JumpIfEqual jump
        && operands.get(0) instanceof Operand.Constant constant
        && constant.value() == jump.value();
  }
}
