package io.jrunc.engine;

/**
 * What has come of a box.
 *
 * @param name of its container
 * @param code the exit code of its command, 128 + n for one that signal n has ended; 0 when
 *     detached
 */
public record BoxEnd(String name, int code) {}
