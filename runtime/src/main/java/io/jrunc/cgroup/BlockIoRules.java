package io.jrunc.cgroup;

import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.ThrottleDevice;
import io.jrunc.spec.linux.WeightDevice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The controller of block devices: blkio in version 1, io in version 2. A weight of 0 leaves it as
 * it is; a rate of 0 is none, as in the kernel's files of version 1.
 */
final class BlockIoRules {

  private static final String V1 = "blkio";
  private static final String V2 = "io";
  private static final String AT = SettingList.RESOURCES + "/blockIO/";
  private static final int MIN_WEIGHT = 10;
  private static final int MAX_WEIGHT = 1000;

  private final SettingList settings;

  private BlockIoRules(SettingList settings) {
    this.settings = settings;
  }

  static void add(BlockIo asked, SettingList settings) {
    BlockIoRules rules = new BlockIoRules(settings);
    rules.addWeight(asked.weight(), "", AT + "weight");
    rules.addLeafWeight(asked.leafWeight(), "blkio.leaf_weight", "", AT + "leafWeight");
    List<WeightDevice> devices = asked.weightDevice();
    for (int i = 0; i < devices.size(); i++) {
      rules.addWeightDevice(devices.get(i), AT + "weightDevice/" + i);
    }
    rules.addRates("throttleReadBpsDevice", "read_bps", "rbps", asked.throttleReadBpsDevice());
    rules.addRates("throttleWriteBpsDevice", "write_bps", "wbps", asked.throttleWriteBpsDevice());
    rules.addRates("throttleReadIOPSDevice", "read_iops", "riops", asked.throttleReadIopsDevice());
    rules.addRates(
        "throttleWriteIOPSDevice", "write_iops", "wiops", asked.throttleWriteIopsDevice());
  }

  private void addWeightDevice(WeightDevice asked, String pointer) {
    if (isAbsent(asked.weight()) && isAbsent(asked.leafWeight())) {
      throw new CgroupException(pointer, "has neither a weight nor a leafWeight");
    }
    String device = asked.major() + ":" + asked.minor() + " ";
    addWeight(asked.weight(), device, pointer + "/weight");
    addLeafWeight(asked.leafWeight(), "blkio.leaf_weight_device", device, pointer + "/leafWeight");
  }

  /**
   * Weights are kept by the I/O scheduler of the device. In version 1 that was CFQ and is BFQ, with
   * names of its own; in version 2 BFQ, or else the kernel's model of costs, whose weights go from
   * 1 to 10000.
   *
   * @param device number and a blank; empty for all devices
   */
  private void addWeight(@Nullable Integer weight, String device, String pointer) {
    if (weight == null || weight == 0) {
      return;
    }
    String value = device + checked(weight, pointer);
    if (settings.require(V1, V2, pointer) == CgroupVersion.V1) {
      String suffix = device.isEmpty() ? "" : "_device";
      settings.putElseNext(V1, "blkio.weight" + suffix, value, pointer);
      settings.put(V1, "blkio.bfq.weight" + suffix, value, pointer);
    } else {
      settings.putElseNext(V2, "io.bfq.weight", value, pointer);
      settings.put(V2, "io.weight", device + costWeight(weight), pointer);
    }
  }

  /** The weight from 1 to 10000 that is as far along as one from 10 to 1000. */
  static int costWeight(int weight) {
    return 1 + (weight - MIN_WEIGHT) * 9999 / 990;
  }

  /** Only CFQ had these, so that newer kernels of version 1 have no file for them. */
  private void addLeafWeight(@Nullable Integer weight, String file, String device, String pointer) {
    if (weight == null || weight == 0) {
      return;
    }
    String value = device + checked(weight, pointer);
    if (settings.require(V1, V2, pointer) == CgroupVersion.V2) {
      throw new CgroupException(pointer, "cgroup v2 has no such limit");
    }
    settings.put(V1, file, value, pointer);
  }

  private static int checked(int weight, String pointer) {
    if (weight < MIN_WEIGHT || weight > MAX_WEIGHT) {
      throw new CgroupException(pointer, weight + " is not from 10 to 1000");
    }
    return weight;
  }

  private void addRates(String field, String v1, String v2, List<ThrottleDevice> devices) {
    for (int i = 0; i < devices.size(); i++) {
      ThrottleDevice asked = devices.get(i);
      String pointer = AT + field + "/" + i;
      String device = asked.major() + ":" + asked.minor() + " ";
      String rate = Long.toUnsignedString(asked.rate());
      if (settings.require(V1, V2, pointer) == CgroupVersion.V1) {
        settings.put(V1, "blkio.throttle." + v1 + "_device", device + rate, pointer);
      } else {
        String max = asked.rate() == 0 ? "max" : rate;
        settings.put(V2, "io.max", device + v2 + "=" + max, pointer);
      }
    }
  }

  private static boolean isAbsent(@Nullable Integer weight) {
    return weight == null || weight == 0;
  }
}
