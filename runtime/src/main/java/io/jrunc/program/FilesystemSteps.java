package io.jrunc.program;

import static io.jrunc.linux.abi.FsconfigCommand.FSCONFIG_CMD_CREATE;
import static io.jrunc.linux.abi.FsconfigCommand.FSCONFIG_CMD_RECONFIGURE;
import static io.jrunc.linux.abi.FsconfigCommand.FSCONFIG_SET_FLAG;
import static io.jrunc.linux.abi.FsconfigCommand.FSCONFIG_SET_STRING;

import io.jrunc.linux.abi.FsconfigCommand;
import io.jrunc.linux.abi.FsmountFlag;
import io.jrunc.linux.abi.FsopenFlag;
import io.jrunc.linux.abi.FspickFlag;
import io.jrunc.linux.abi.KernelConstant;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.MountPlan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** New file systems, mounted nowhere yet. */
final class FilesystemSteps {
  private final ProgramBuilder b;
  private final Label explain;

  /**
   * @param explain where a step that fails goes on, to fetch what the kernel says of it
   */
  FilesystemSteps(ProgramBuilder builder, Label explain) {
    this.b = builder;
    this.explain = explain;
  }

  /** Makes a file system without options, whose source is called like its type. */
  void make(Register result, String type, MountAttr... attributes) {
    make(result, type, type, List.of(), List.of(attributes));
  }

  /** Makes a file system; its mount is what the register holds. */
  void make(
      Register result,
      String type,
      String source,
      List<MountPlan.Option> options,
      Collection<MountAttr> attributes) {
    b.into(Register.CONTEXT)
        .call(SyscallNumber.FSOPEN, Operand.string(type), b.flags(FsopenFlag.FSOPEN_CLOEXEC));
    configure(FSCONFIG_SET_STRING, "source", Optional.of(source));
    configure(options);
    configure(FSCONFIG_CMD_CREATE, "", Optional.empty());
    b.into(result)
        .onError(explain)
        .call(
            SyscallNumber.FSMOUNT,
            Operand.value(Register.CONTEXT),
            b.flags(FsmountFlag.FSMOUNT_CLOEXEC),
            b.flags(attributes.toArray(new KernelConstant[0])));
    b.call(SyscallNumber.CLOSE, Operand.value(Register.CONTEXT));
  }

  /** Gives the file system that is mounted at {@link Register#TARGET} other options. */
  void reconfigure(List<MountPlan.Option> options) {
    b.into(Register.CONTEXT)
        .call(
            SyscallNumber.FSPICK,
            Operand.value(Register.TARGET),
            Operand.string(""),
            b.flags(FspickFlag.FSPICK_CLOEXEC, FspickFlag.FSPICK_EMPTY_PATH));
    configure(options);
    configure(FSCONFIG_CMD_RECONFIGURE, "", Optional.empty());
    b.call(SyscallNumber.CLOSE, Operand.value(Register.CONTEXT));
  }

  private void configure(List<MountPlan.Option> options) {
    for (MountPlan.Option option : options) {
      configure(
          option.value().isPresent() ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG,
          option.key(),
          option.value());
    }
  }

  private void configure(FsconfigCommand command, String key, Optional<String> value) {
    b.onError(explain)
        .call(
            SyscallNumber.FSCONFIG,
            Operand.value(Register.CONTEXT),
            b.flags(command),
            key.isEmpty() ? Operand.none() : Operand.string(key),
            value.map(Operand::string).orElseGet(Operand::none),
            Operand.number(0));
  }
}
