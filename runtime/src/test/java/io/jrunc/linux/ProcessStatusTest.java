package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.Capability;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessStatusTest {

  private static final ProcessStatus STATUS =
      ProcessStatus.parse(
          List.of(
              "Name:\tjrunc: x",
              "Uid:\t1000\t1001\t1002\t1003",
              "Gid:\t2000\t2001\t2002\t2003",
              "SigBlk:\t0000000000000004",
              "SigIgn:\t0000000180000000",
              "CapEff:\t000001ffffffffff"));

  @Test
  void tellsTheEffectiveIds() {
    assertThat(STATUS.effectiveUid()).isEqualTo(1001);
    assertThat(STATUS.effectiveGid()).isEqualTo(2001);
  }

  @Test
  void tellsSignalsAndCapabilities() {
    assertThat(STATUS.blocked().contains(Signal.SIGQUIT)).isTrue();
    assertThat(STATUS.blocked().contains(Signal.SIGTERM)).isFalse();
    assertThat(STATUS.ignored().contains(new Signal(32))).isTrue();
    assertThat(STATUS.effectiveCapabilities() & Capability.CAP_BPF.bit()).isNotZero();
  }

  @Test
  void givesAnyFieldAndNoneThatIsNotThere() {
    assertThat(STATUS.field("Name")).contains("jrunc: x");
    assertThat(STATUS.field("Seccomp")).isEmpty();
  }

  @Test
  void aMissingLineIsNamed() {
    assertThatExceptionOfType(OperationException.class)
        .isThrownBy(() -> ProcessStatus.parse(List.of()).effectiveUid())
        .withMessage("read /proc/PID/status: there is no line Uid");
  }

  @Test
  void isReadOfThisProcess() {
    assertThat(ProcessStatus.self().field("Threads")).isPresent();
  }

  @Test
  void aProcessThatIsNotThereIsNoSuchFile() {
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> ProcessStatus.of(new Pid(Integer.MAX_VALUE)))
        .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.ENOENT));
  }
}
