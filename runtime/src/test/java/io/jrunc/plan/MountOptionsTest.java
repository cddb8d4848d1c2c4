package io.jrunc.plan;

import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_NOATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_NODEV;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_NODIRATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_NOEXEC;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_NOSUID;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_RDONLY;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_RELATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_STRICTATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR__ATIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.bundle.MountOption;
import io.jrunc.linux.abi.MountAttr;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MountOptionsTest {
  private static final Set<MountAttr> NONE = Set.of();

  /** An option of mount(8), the attribute that it is about, and whether it is set. */
  @ParameterizedTest
  @CsvSource({
    "ro, MOUNT_ATTR_RDONLY, true",
    "rw, MOUNT_ATTR_RDONLY, false",
    "nosuid, MOUNT_ATTR_NOSUID, true",
    "suid, MOUNT_ATTR_NOSUID, false",
    "nodev, MOUNT_ATTR_NODEV, true",
    "dev, MOUNT_ATTR_NODEV, false",
    "noexec, MOUNT_ATTR_NOEXEC, true",
    "exec, MOUNT_ATTR_NOEXEC, false",
    "nodiratime, MOUNT_ATTR_NODIRATIME, true",
    "diratime, MOUNT_ATTR_NODIRATIME, false",
    "nosymfollow, MOUNT_ATTR_NOSYMFOLLOW, true",
    "symfollow, MOUNT_ATTR_NOSYMFOLLOW, false",
  })
  void attributesAreSetOrClearedHereOrBelow(String word, MountAttr attribute, boolean on) {
    Set<MountAttr> set = on ? Set.of(attribute) : NONE;
    Set<MountAttr> cleared = on ? NONE : Set.of(attribute);

    assertThat(options(word).changes()).isEqualTo(new MountAttributes(set, cleared, NONE, NONE));
    assertThat(options("r" + word).changes())
        .isEqualTo(new MountAttributes(NONE, NONE, set, cleared));
    assertThat(options(word).ofNewMount()).isEqualTo(new MountAttributes(set, NONE, NONE, NONE));
    assertThat(options("r" + word).ofNewMount())
        .isEqualTo(new MountAttributes(set, NONE, NONE, NONE));
    assertThat(options(word).filesystem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "noatime, MOUNT_ATTR_NOATIME",
    "atime, MOUNT_ATTR_RELATIME",
    "strictatime, MOUNT_ATTR_STRICTATIME",
    "nostrictatime, MOUNT_ATTR_RELATIME",
    "relatime, MOUNT_ATTR_RELATIME",
    "norelatime, MOUNT_ATTR_RELATIME",
  })
  void accessTimesAreOneFieldThatIsClearedFirst(String word, MountAttr attribute) {
    Set<MountAttr> set = Set.of(attribute);
    Set<MountAttr> cleared = Set.of(MOUNT_ATTR__ATIME);

    assertThat(options(word).changes()).isEqualTo(new MountAttributes(set, cleared, NONE, NONE));
    assertThat(options("r" + word).changes())
        .isEqualTo(new MountAttributes(NONE, NONE, set, cleared));
  }

  @Test
  void ofAccessTimesTheLastWordWins() {
    assertThat(options("noatime", "strictatime").changes().set())
        .containsExactly(MOUNT_ATTR_STRICTATIME);
    assertThat(options("strictatime", "relatime").changes().set())
        .containsExactly(MOUNT_ATTR_RELATIME);
    assertThat(options("noatime", "atime").changes().set()).containsExactly(MOUNT_ATTR_RELATIME);
    assertThat(options("noatime", "nostrictatime", "norelatime").changes().set())
        .containsExactly(MOUNT_ATTR_NOATIME);
    assertThat(options("noatime", "nodiratime").changes().set())
        .containsExactlyInAnyOrder(MOUNT_ATTR_NOATIME, MOUNT_ATTR_NODIRATIME);
  }

  @Test
  void theLastWordWins() {
    assertThat(options("ro", "nosuid", "rw").changes())
        .isEqualTo(
            new MountAttributes(Set.of(MOUNT_ATTR_NOSUID), Set.of(MOUNT_ATTR_RDONLY), NONE, NONE));
    assertThat(options("rw", "ro").changes())
        .isEqualTo(new MountAttributes(Set.of(MOUNT_ATTR_RDONLY), NONE, NONE, NONE));
  }

  @Test
  void whatIsForAllBelowComesAfterWhatIsForTheMountItself() {
    MountOptions options = options("rro", "rw", "noexec", "rexec", "rnoatime", "strictatime");

    assertThat(options.isReadonly()).isTrue();
    assertThat(options.ofNewMount().set())
        .containsExactlyInAnyOrder(MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOATIME);
    assertThat(options.changes())
        .isEqualTo(
            new MountAttributes(
                Set.of(MOUNT_ATTR_NOEXEC, MOUNT_ATTR_STRICTATIME),
                Set.of(MOUNT_ATTR_RDONLY, MOUNT_ATTR__ATIME),
                Set.of(MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOATIME),
                Set.of(MOUNT_ATTR_NOEXEC, MOUNT_ATTR__ATIME)));
  }

  @Test
  void aMountThatBecomesReadonlyLaterKeepsTheRest() {
    assertThat(options("ro", "nodev").ofNewWritableMount().set()).containsExactly(MOUNT_ATTR_NODEV);
  }

  @ParameterizedTest
  @CsvSource({"sync,sync", "dirsync,dirsync", "mand,mand", "lazytime,lazytime"})
  void flagsOfMountBecomeWordsForTheFileSystem(String word, String flag) {
    assertThat(options(word).filesystem()).containsExactly(MountPlannerTest.option(flag));
    assertThat(options(word).changes()).isEqualTo(MountAttributes.NONE);
  }

  @ParameterizedTest
  @CsvSource({"sync,async", "mand,nomand", "lazytime,nolazytime"})
  void flagsOfMountAreTakenBack(String word, String opposite) {
    assertThat(options(word, opposite).filesystem()).isEmpty();
    assertThat(options(opposite).filesystem()).isEmpty();
    assertThat(options(opposite, word, word).filesystem())
        .containsExactly(MountPlannerTest.option(word));
  }

  @ParameterizedTest
  @EnumSource(
      value = MountOption.class,
      names = {"SILENT", "LOUD", "IVERSION", "NOIVERSION", "DEFAULTS"})
  void someWordsAreAllowedAndChangeNothing(MountOption option) {
    MountOptions options = options(option.word());

    assertThat(options.changes()).isEqualTo(MountAttributes.NONE);
    assertThat(options.filesystem()).isEmpty();
    assertThat(options.propagation()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Propagation.Kind.class)
  void propagationIsOfTheMountOrOfAllBelow(Propagation.Kind kind) {
    String word = kind.name().toLowerCase(java.util.Locale.ROOT);

    assertThat(options(word).propagation()).containsExactly(new Propagation(kind, false));
    assertThat(options("r" + word).propagation()).containsExactly(new Propagation(kind, true));
  }

  @Test
  void bindAndRbindDifferInWhatIsBelow() {
    assertThat(options("bind").isRecursiveBind()).isFalse();
    assertThat(options("rbind").isRecursiveBind()).isTrue();
    assertThat(options("rbind", "bind").isRecursiveBind()).isFalse();
  }

  @Test
  void unknownWordsGoToTheFileSystemInTheirOrder() {
    assertThat(options("size=1m", "noswap", "RO", "size=2m").filesystem())
        .containsExactly(
            MountPlannerTest.option("size", "1m"),
            MountPlannerTest.option("noswap"),
            MountPlannerTest.option("RO"),
            MountPlannerTest.option("size", "2m"));
  }

  private static MountOptions options(String... words) {
    return new MountOptions(List.of(words));
  }
}
