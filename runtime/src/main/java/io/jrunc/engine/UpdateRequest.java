package io.jrunc.engine;

import java.util.Optional;

/**
 * A container that is to get other limits.
 *
 * @param id its name
 * @param source where the new limits come from
 * @param l3CacheSchema allocation of the processors' last cache, such as {@code L3:0=f}
 * @param memBwSchema allocation of memory bandwidth, such as {@code MB:0=50}
 */
public record UpdateRequest(
    String id, LimitSource source, Optional<String> l3CacheSchema, Optional<String> memBwSchema) {}
