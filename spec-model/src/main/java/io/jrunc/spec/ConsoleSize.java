package io.jrunc.spec;

/**
 * Size of a terminal in characters, as the kernel keeps it in 16 bits each.
 *
 * @param height rows
 * @param width columns
 */
public record ConsoleSize(int height, int width) {}
