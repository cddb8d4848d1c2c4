package io.jrunc.state;

/**
 * A step that init takes after {@code start}, kept so that {@code start} can say what failed.
 *
 * @param index of the instruction in the container's program
 * @param pointer JSON pointer to the field of config.json that asked for it; empty where the
 *     runtime does it for every container
 * @param why its purpose in a few words
 */
public record StartStep(int index, String pointer, String why) {}
