package io.jrunc.spec.linux;

/**
 * Priority of what leaves through one network interface.
 *
 * @param name of the interface in the namespace of the runtime
 * @param priority unsigned 32-bit
 */
public record InterfacePriority(String name, long priority) {}
