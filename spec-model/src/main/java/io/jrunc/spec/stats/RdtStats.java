package io.jrunc.spec.stats;

import java.util.List;
import java.util.Optional;

/**
 * Shares of cache and of memory bandwidth (resctrl): what the processor has, what is left to
 * everybody, what the container has.
 *
 * @param cache what can be shared of the cache; empty where it can't be
 * @param cacheSchemaRoot the lines of the root class for the cache
 * @param cacheSchema those of the container's class
 * @param bandwidth how bandwidth can be shared; empty where it can't be
 * @param bandwidthSchemaRoot the line of the root class for bandwidth
 * @param bandwidthSchema that of the container's class
 * @param schemata all lines of the container's class
 * @param transfers between memory and cache, for each of the processor's caches; none where they
 *     are not measured
 * @param occupancies bytes in each of the caches; none where they are not measured
 */
public record RdtStats(
    Optional<Cache> cache,
    String cacheSchemaRoot,
    String cacheSchema,
    Optional<Bandwidth> bandwidth,
    String bandwidthSchemaRoot,
    String bandwidthSchema,
    List<String> schemata,
    List<Transfer> transfers,
    List<Long> occupancies) {

  /**
   * The cache of level 3.
   *
   * @param mask of all its parts, hexadecimal
   * @param minimumBits that a share must have
   * @param classes how many there can be
   */
  public record Cache(String mask, long minimumBits, long classes) {}

  /**
   * Bandwidth, in percent.
   *
   * @param step between shares
   * @param linear 1 if delays are in proportion to shares
   * @param minimum share
   * @param classes how many there can be
   */
  public record Bandwidth(long step, long linear, long minimum, long classes) {}

  /** Bytes so far, from all memory and from the processor's own. */
  public record Transfer(long total, long local) {}

  /** Copies the collections. */
  public RdtStats {
    schemata = List.copyOf(schemata);
    transfers = List.copyOf(transfers);
    occupancies = List.copyOf(occupancies);
  }
}
