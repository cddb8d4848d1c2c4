package io.jrunc.spec;

/**
 * Priority of the program for ioprio_set(2).
 *
 * @param ioClass scheduling class ("class" in JSON)
 * @param priority 0 (first) to 7 within the class
 */
public record IoPriority(IoPriorityClass ioClass, int priority) {}
