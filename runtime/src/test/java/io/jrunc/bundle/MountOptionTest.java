package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class MountOptionTest {
  /** The table "Linux mount options" of config.md in runtime-spec 1.3.0. */
  private static final Set<String> OF_THE_SPECIFICATION =
      Set.of(
          ("async atime bind defaults dev diratime dirsync exec iversion lazytime loud noatime"
                  + " nodev nodiratime noexec noiversion nolazytime norelatime nostrictatime nosuid"
                  + " nosymfollow private ratime rbind rdev rdiratime relatime remount rexec"
                  + " rnoatime rnodev rnodiratime rnoexec rnorelatime rnostrictatime rnosuid"
                  + " rnosymfollow ro rprivate rrelatime rro rrw rshared rslave rstrictatime rsuid"
                  + " rsymfollow runbindable rw shared silent slave strictatime suid symfollow sync"
                  + " tmpcopyup unbindable idmap ridmap mand nomand")
              .split(" ", -1));

  @Test
  void everyOptionOfTheSpecificationIsInTheTableAndNoOther() {
    Set<String> words = new TreeSet<>();
    for (MountOption option : MountOption.values()) {
      words.add(option.word());
    }
    assertThat(words).isEqualTo(new TreeSet<>(OF_THE_SPECIFICATION));
  }

  @Test
  void wordsAreFoundExactly() {
    assertThat(MountOption.named("private")).contains(MountOption.PRIVATE);
    assertThat(MountOption.named("RO")).isEmpty();
    assertThat(MountOption.named("size=1m")).isEmpty();
  }

  @Test
  void theOptionsTellABindMountAndNotTheType() {
    assertThat(MountOption.isBind(List.of("ro", "bind"))).isTrue();
    assertThat(MountOption.isBind(List.of("rbind"))).isTrue();
    assertThat(MountOption.isBind(List.of("ro"))).isFalse();
    assertThat(MountOption.isBind(List.of("bind", "remount"))).isFalse();
  }
}
