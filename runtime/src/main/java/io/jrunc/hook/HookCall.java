package io.jrunc.hook;

import java.time.Duration;
import java.util.Optional;

/**
 * One hook, once.
 *
 * @param pointer JSON pointer to it in config.json
 * @param path of its program
 * @param state what it finds on its standard input
 * @param timeout after which it is killed; empty for never
 */
public record HookCall(String pointer, String path, String state, Optional<Duration> timeout) {}
