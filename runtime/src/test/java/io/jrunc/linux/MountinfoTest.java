package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountinfoTest {
  @Test
  void aPlainPathIsItself() {
    assertThat(Mountinfo.path("/sys/fs/cgroup")).isEqualTo("/sys/fs/cgroup");
  }

  @Test
  void blanksLineBreaksAndBackslashesAreOctal() {
    assertThat(Mountinfo.path("/a\\040b\\011\\012\\134")).isEqualTo("/a b\t\n\\");
  }
}
