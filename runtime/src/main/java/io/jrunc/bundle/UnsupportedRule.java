package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/**
 * Fields that the specification has and this version has not. A container without them would be
 * another one than the configuration asks for, so they are refused, never left out.
 */
final class UnsupportedRule {
  private UnsupportedRule() {}

  static void check(Spec spec, Problems problems) {
    linux(spec.linux(), problems);
    resources(spec.linux().resources(), problems);
  }

  private static void linux(Linux linux, Problems problems) {
    refuse("/linux/intelRdt", linux.intelRdt(), problems);
    refuseIf(!linux.netDevices().isEmpty(), "/linux/netDevices", problems);
  }

  static void resources(Resources resources, Problems problems) {
    String pointer = "/linux/resources";
    refuseIf(limits(resources.blockIo()), pointer + "/blockIO", problems);
    refuseIf(!resources.hugepageLimits().isEmpty(), pointer + "/hugepageLimits", problems);
    refuse(pointer + "/network/classID", resources.network().classId(), problems);
    refuseIf(
        !resources.network().priorities().isEmpty(), pointer + "/network/priorities", problems);
    refuseIf(!resources.rdma().isEmpty(), pointer + "/rdma", problems);
    refuseIf(!resources.unified().isEmpty(), pointer + "/unified", problems);
  }

  /** A weight of 0 is what clients write for none. */
  private static boolean limits(BlockIo blockIo) {
    return isSet(blockIo.weight())
        || isSet(blockIo.leafWeight())
        || !blockIo.weightDevice().isEmpty()
        || !blockIo.throttleReadBpsDevice().isEmpty()
        || !blockIo.throttleWriteBpsDevice().isEmpty()
        || !blockIo.throttleReadIopsDevice().isEmpty()
        || !blockIo.throttleWriteIopsDevice().isEmpty();
  }

  private static boolean isSet(@Nullable Integer weight) {
    return weight != null && weight != 0;
  }

  private static void refuse(String pointer, @Nullable Object value, Problems problems) {
    refuseIf(value != null, pointer, problems);
  }

  private static void refuseIf(boolean used, String pointer, Problems problems) {
    if (used) {
      problems.unsupported(pointer);
    }
  }
}
