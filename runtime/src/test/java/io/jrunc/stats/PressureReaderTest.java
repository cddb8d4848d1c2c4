package io.jrunc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.KernelException;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.TextFiles;
import io.jrunc.linux.abi.Errno;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PressureReaderTest {
  @TempDir private Path folder;

  @BeforeEach
  void theJdkCannotReadTheFile() throws IOException {
    Files.createDirectory(folder.resolve("cpu.pressure"));
  }

  /** A group whose files the kernel refuses to open. */
  private GroupFiles refusing(Errno errno) {
    FileCalls calls =
        (FileCalls)
            Proxy.newProxyInstance(
                FileCalls.class.getClassLoader(),
                new Class<?>[] {FileCalls.class},
                (proxy, method, arguments) -> {
                  throw new KernelException("openat", "", errno);
                });
    return new GroupFiles(new TextFiles(calls), folder);
  }

  @Test
  void aKernelThatWasToldNotToMeasureHasNoFigures() {
    assertThat(PressureReader.read(refusing(Errno.EOPNOTSUPP), "cpu.pressure")).isEmpty();
  }

  @Test
  void aKernelThatDoesntKnowItHasNoFigures() {
    assertThat(PressureReader.read(refusing(Errno.EOPNOTSUPP), "io.pressure")).isEmpty();
  }

  @Test
  void otherRefusalsAreErrorsThatNameTheFile() {
    assertThatThrownBy(() -> PressureReader.read(refusing(Errno.EACCES), "cpu.pressure"))
        .isInstanceOf(KernelException.class)
        .hasMessage("openat " + folder + "/cpu.pressure: permission denied (EACCES)");
  }

  @Test
  void whatIsNoPercentageIsAnError() {
    GroupFiles group =
        new KernelFolder(folder).file("io.pressure", "some avg10=a avg60=0 avg300=0").group();
    assertThatThrownBy(() -> PressureReader.read(group, "io.pressure"))
        .hasMessage(folder + "/io.pressure: \"a\" is not a number");
  }
}
