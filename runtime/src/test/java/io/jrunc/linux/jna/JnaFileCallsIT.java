package io.jrunc.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.OpenFlag;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root. */
final class JnaFileCallsIT {

  private final FileCalls files = JnaKernel.forOneCommand().files();

  @TempDir private Path folder;

  @BeforeEach
  void needsRoot() {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
  }

  @Test
  void filesAreGivenAwayAndALinkItself() {
    try (Fd directory = files.open(folder.toString(), OpenFlag.O_DIRECTORY)) {
      files.symlinkat("nowhere", directory, "link");
      files.fchownat(directory, "link", 1234, 5678);
      files.fchown(directory, 4321, -1);
      FileStatus link = files.statx(directory, "link");
      assertThat(link.uid()).isEqualTo(1234);
      assertThat(link.gid()).isEqualTo(5678);
      assertThat(files.statx(directory).uid()).isEqualTo(4321);
      assertThat(files.statx(directory).gid()).isZero();
    }
  }
}
