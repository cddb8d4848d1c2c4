package io.jrunc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.state.StateRoot.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateRootTest {
  private static final Caller ROOT = new Caller(0, false, 0);
  private static final Caller USER = new Caller(1000, false, 1000);
  private static final Caller ROOT_OF_A_USER_NAMESPACE = new Caller(0, true, 1000);
  private static final Map<String, String> LOGIN = Map.of("XDG_RUNTIME_DIR", "/run/user/1000");

  @TempDir Path folder;

  @Test
  void theRootOfRootIsInRunWhateverTheEnvironment() {
    assertThat(StateRoot.of(ROOT, LOGIN))
        .isEqualTo(new StateRoot(Path.of("/run/jrunc"), Place.OWN));
  }

  @Test
  void theRootOfOthersIsInTheirRuntimeDirectory() {
    StateRoot own = new StateRoot(Path.of("/run/user/1000/jrunc"), Place.TEMPORARY);
    assertThat(StateRoot.of(USER, LOGIN)).isEqualTo(own);
    assertThat(StateRoot.of(ROOT_OF_A_USER_NAMESPACE, LOGIN)).isEqualTo(own);
  }

  @Test
  void withoutARuntimeDirectoryTheRootOfOthersIsInTmpAndNamedAfterThem() {
    Caller unlikely = new Caller(3_999_999_999L, false, 3_999_999_999L);
    StateRoot shared = new StateRoot(Path.of("/tmp/jrunc-3999999999"), Place.SHARED);
    assertThat(StateRoot.of(unlikely, Map.of("XDG_RUNTIME_DIR", ""))).isEqualTo(shared);
    assertThat(StateRoot.of(unlikely, Map.of())).isEqualTo(shared);
  }

  @Test
  void aFolderInTmpMustBeTheUsersAndClosedToOthers() throws IOException {
    Path path = folder.resolve("root");
    long me = (Integer) Files.getAttribute(folder, "unix:uid");
    StateRoot root = StateRoot.shared(path, me);
    root.make();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0700);
    root.make();
    assertThat(StateRoot.shared(path, me)).isEqualTo(root);

    refused(path, me + 1, "belongs to user " + me);
    Files.setAttribute(path, "unix:mode", 0750);
    refused(path, me, "is open to others");
    Files.delete(path);
    Files.createSymbolicLink(path, folder);
    refused(path, me, "is not a folder");
  }

  private static void refused(Path path, long uid, String reason) {
    assertThatThrownBy(() -> StateRoot.shared(path, uid))
        .isInstanceOf(StateException.class)
        .hasMessage(path + ": " + reason + "; set XDG_RUNTIME_DIR or give --root");
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
    new StateRoot(path, Place.TEMPORARY).make();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(01700);
  }

  @Test
  void aUserHasAnotherIdInTheNamespaceAbove() {
    assertThat(Caller.outer(0, "         0       1000          1\n")).isEqualTo(1000);
    assertThat(Caller.outer(5, "0 1000 1\n1 100000 65536\n")).isEqualTo(100_004);
    assertThat(Caller.outer(7, "0 1000 1\n")).isEqualTo(7);
  }

  @Test
  void onlyTheFirstUserNamespaceMapsAllIds() {
    assertThat(Caller.mapsAllIds("         0          0 4294967295\n")).isTrue();
    assertThat(Caller.mapsAllIds("         0       1000          1\n")).isFalse();
    assertThat(Caller.mapsAllIds("0 1000 1\n1 100000 65536\n")).isFalse();
  }
}
