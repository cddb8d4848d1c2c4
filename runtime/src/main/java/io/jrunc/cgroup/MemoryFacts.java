package io.jrunc.cgroup;

import java.util.OptionalLong;

/**
 * What a group has to do with memory, for people who wonder why a container died. Sizes are in
 * bytes.
 *
 * @param limit empty when unlimited
 * @param usage of the moment
 * @param peak the highest usage; empty where the kernel doesn't tell (version 2 before 5.19)
 * @param oomKills how many of its processes the kernel has killed because memory ran out
 */
public record MemoryFacts(OptionalLong limit, long usage, OptionalLong peak, long oomKills) {}
