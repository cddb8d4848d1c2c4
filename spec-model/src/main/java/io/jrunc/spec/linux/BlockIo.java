package io.jrunc.spec.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the blkio or io controller; what is absent is left as it is.
 *
 * @param weight 10 to 1000; 0 as if absent
 * @param leafWeight 10 to 1000, against child groups; 0 as if absent
 * @param weightDevice weights by device
 * @param throttleReadBpsDevice bytes read a second
 * @param throttleWriteBpsDevice bytes written a second
 * @param throttleReadIopsDevice reads a second ("throttleReadIOPSDevice" in JSON)
 * @param throttleWriteIopsDevice writes a second ("throttleWriteIOPSDevice" in JSON)
 */
public record BlockIo(
    @Nullable Integer weight,
    @Nullable Integer leafWeight,
    List<WeightDevice> weightDevice,
    List<ThrottleDevice> throttleReadBpsDevice,
    List<ThrottleDevice> throttleWriteBpsDevice,
    List<ThrottleDevice> throttleReadIopsDevice,
    List<ThrottleDevice> throttleWriteIopsDevice) {

  /** Copies the collections. */
  public BlockIo {
    weightDevice = List.copyOf(weightDevice);
    throttleReadBpsDevice = List.copyOf(throttleReadBpsDevice);
    throttleWriteBpsDevice = List.copyOf(throttleWriteBpsDevice);
    throttleReadIopsDevice = List.copyOf(throttleReadIopsDevice);
    throttleWriteIopsDevice = List.copyOf(throttleWriteIopsDevice);
  }

  /** No limit. */
  public static BlockIo none() {
    return new BlockIo(null, null, List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
