package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.TerminalCalls;
import io.jrunc.linux.TerminalSettings;
import io.jrunc.linux.WindowSize;
import io.jrunc.linux.abi.OpenFlag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JnaTerminalCallsTest {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final FileCalls files = KERNEL.files();
  private final TerminalCalls terminals = KERNEL.terminals();
  private Fd master;
  private Fd terminal;

  @BeforeEach
  void openAPseudoterminal() {
    master = files.open("/dev/ptmx", OpenFlag.O_RDWR, OpenFlag.O_NOCTTY);
    terminal = terminals.openPeer(master);
  }

  @AfterEach
  void closeIt() {
    terminal.close();
    master.close();
  }

  @Test
  void onlyATerminalIsOne() {
    assertThat(terminals.isatty(terminal)).isTrue();
    try (Fd memory = files.memfdCreate("memory")) {
      assertThat(terminals.isatty(memory)).isFalse();
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> terminals.tcgetattr(memory))
          .withMessage("ioctl TCGETS on memory: inappropriate ioctl for device (ENOTTY)");
    }
  }

  @Test
  void theSizeIsTheSameOnBothSides() {
    terminals.setWindowSize(master, new WindowSize(40, 132));
    assertThat(terminals.getWindowSize(terminal)).isEqualTo(new WindowSize(40, 132));
  }

  @Test
  void aRawTerminalPassesOnEveryByteUntilItIsSetBack() {
    TerminalSettings before = terminals.tcgetattr(terminal);
    terminals.tcsetattr(terminal, before.raw());
    files.writeAll(terminal, "a\n".getBytes(UTF_8));
    assertThat(read()).isEqualTo("a\n");
    terminals.tcsetattr(terminal, before);
    files.writeAll(terminal, "a\n".getBytes(UTF_8));
    assertThat(read()).isEqualTo("a\r\n");
  }

  private String read() {
    byte[] bytes = new byte[10];
    return new String(bytes, 0, files.read(master, bytes), UTF_8);
  }
}
