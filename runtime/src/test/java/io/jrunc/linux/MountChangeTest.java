package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MountFlag;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MountChangeTest {

  @Test
  void isPutTogetherStepByStep() {
    MountChange change =
        MountChange.NONE
            .attributes(Set.of(MountAttr.MOUNT_ATTR_RDONLY), Set.of(MountAttr.MOUNT_ATTR_NOEXEC))
            .propagation(MountFlag.MS_SLAVE)
            .recursively();
    assertThat(change)
        .isEqualTo(
            new MountChange(
                Set.of(MountAttr.MOUNT_ATTR_RDONLY),
                Set.of(MountAttr.MOUNT_ATTR_NOEXEC),
                Optional.of(MountFlag.MS_SLAVE),
                true,
                Optional.empty()));
  }
}
