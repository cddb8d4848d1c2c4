package io.jrunc.spec.stats;

/** What went through a network interface. */
public record InterfaceStats(
    String name,
    long rxBytes,
    long rxPackets,
    long rxErrors,
    long rxDropped,
    long txBytes,
    long txPackets,
    long txErrors,
    long txDropped) {}
