package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_NOFOLLOW;
import static io.jrunc.linux.abi.OpenFlag.O_RDWR;

import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.StatxField;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import java.util.Locale;

/** Standard streams that aren't a terminal's: those that the caller gave. */
final class StreamSteps {
  private static final int NULL_MAJOR = 1;
  private static final int NULL_MINOR = 3;

  private final ProgramBuilder b;
  private final ContainerPlan plan;

  StreamSteps(ProgramBuilder builder, ContainerPlan plan) {
    this.b = builder;
    this.plan = plan;
  }

  /**
   * Puts the container's /dev/null in the place of the host's, whose mode the container could
   * change by its streams. It is open for both ways: containerd gives one to write to that can only
   * be read.
   */
  void useOwnNull() {
    if (!plan.devices().own() || plan.process().terminal().isPresent()) {
      return;
    }
    b.always("use the container's /dev/null where the caller gave the host's");
    Label end = new Label();
    b.onError(end)
        .into(Register.FILE)
        .call(
            SyscallNumber.OPENAT,
            Operand.value(Register.DEV),
            Operand.string("null"),
            b.flags(O_RDWR, O_NOFOLLOW, O_CLOEXEC),
            Operand.number(0));
    for (int stream = 0; stream < 3; stream++) {
      replaceIfNull(stream);
    }
    b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
    b.place(end);
  }

  private void replaceIfNull(int stream) {
    Label next = new Label();
    b.onError(next)
        .call(
            SyscallNumber.STATX,
            Operand.number(stream),
            Operand.string(""),
            b.flags(AtFlag.AT_EMPTY_PATH),
            b.flags(StatxMask.STATX_TYPE),
            ReportPage.at(ReportPage.STATX, "statx"));
    goOnIf(StatxField.STX_RDEV_MAJOR, NULL_MAJOR, next);
    goOnIf(StatxField.STX_RDEV_MINOR, NULL_MINOR, next);
    b.call(SyscallNumber.DUP3, Operand.value(Register.FILE), Operand.number(stream), b.flags());
    b.place(next);
  }

  private void goOnIf(StatxField field, int value, Label otherwise) {
    Label equal = new Label();
    b.ifEqual(value, equal)
        .into(Register.LOADED)
        .load(
            ReportPage.at(
                ReportPage.STATX + field.offset(), field.name().toLowerCase(Locale.ROOT)));
    b.jump(otherwise).place(equal);
  }
}
