package io.jrunc.link;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network device.
 *
 * @param index its number in its network namespace
 * @param name its name there
 * @param kind the kernel's word, such as {@code veth} or {@code bridge}; empty for hardware and for
 *     the loopback device
 * @param up whether it was switched on
 * @param mtu bytes of the largest packet
 * @param alias a text that somebody left on it
 * @param master the index of the bridge or bond that it is a port of
 */
public record Link(
    int index,
    String name,
    String kind,
    boolean up,
    int mtu,
    Optional<String> alias,
    OptionalInt master) {}
