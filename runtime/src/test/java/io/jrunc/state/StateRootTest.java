package io.jrunc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateRootTest {
  private static final Caller ROOT = new Caller(0, false);
  private static final Caller USER = new Caller(1000, false);
  private static final Caller ROOT_OF_A_USER_NAMESPACE = new Caller(0, true);
  private static final Map<String, String> LOGIN = Map.of("XDG_RUNTIME_DIR", "/run/user/1000");

  @TempDir Path folder;

  @Test
  void theRootOfRootIsInRunWhateverTheEnvironment() {
    assertThat(StateRoot.of(ROOT, LOGIN)).isEqualTo(new StateRoot(Path.of("/run/jrunc"), false));
  }

  @Test
  void theRootOfOthersIsInTheirRuntimeDirectory() {
    StateRoot own = new StateRoot(Path.of("/run/user/1000/jrunc"), true);
    assertThat(StateRoot.of(USER, LOGIN)).isEqualTo(own);
    assertThat(StateRoot.of(ROOT_OF_A_USER_NAMESPACE, LOGIN)).isEqualTo(own);
  }

  @Test
  void anEmptyRuntimeDirectoryCountsAsNone() {
    assertThat(StateRoot.of(USER, Map.of("XDG_RUNTIME_DIR", "")).path())
        .isEqualTo(Path.of("/run/jrunc"));
  }

  @Test
  void whoCallsHimselfRootInAUserNamespaceIsTakenForRoot() {
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", "/run/user/0", "USER", "root");
    assertThat(StateRoot.of(ROOT_OF_A_USER_NAMESPACE, environment).path())
        .isEqualTo(Path.of("/run/jrunc"));
  }

  @Test
  void theFileSystemsRootIsRefused() {
    assertThatThrownBy(() -> StateRoot.at(Path.of("/a/..")))
        .isInstanceOf(StateException.class)
        .hasMessage("--root: containers can't be kept in /");
  }

  @Test
  void aNewRootIsForItsOwnerOnly() throws IOException {
    Path path = folder.resolve("a/b");
    StateRoot.at(path).make();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0700);
  }

  @Test
  void aNewRootInATemporaryFolderHasTheStickyBit() throws IOException {
    Path path = folder.resolve("a");
    new StateRoot(path, true).make();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(01700);
  }

  @Test
  void onlyTheFirstUserNamespaceMapsAllIds() {
    assertThat(Caller.mapsAllIds("         0          0 4294967295\n")).isTrue();
    assertThat(Caller.mapsAllIds("         0       1000          1\n")).isFalse();
    assertThat(Caller.mapsAllIds("0 1000 1\n1 100000 65536\n")).isFalse();
  }
}
