package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class SilentLogManagerTest {

  /** Run in a JVM of its own. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) {
      Logger.getLogger("x").severe("this must not be seen");
      Logger.getGlobal().severe("nor this");
      long pid = JnaKernel.forOneCommand().processes().getpid().number();
      System.out.println(pid == ProcessHandle.current().pid());
    }
  }

  @Test
  void noLoggerLogsAnything() {
    assertThat(new SilentLogManager().getLogger("any").isLoggable(Level.SEVERE)).isFalse();
  }

  @Test
  void aJvmWithItIsSilentAndJnaWorks() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djava.util.logging.manager=" + SilentLogManager.class.getName(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).isEqualTo("true\n");
  }
}
