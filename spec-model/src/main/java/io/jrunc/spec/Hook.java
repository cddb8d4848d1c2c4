package io.jrunc.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One program to run with the state of the container on its standard input.
 *
 * @param path absolute
 * @param args as for execv(3), the first is the name of the program
 * @param env {@code NAME=value} each, the whole environment
 * @param timeout seconds, more than 0, after which the hook is killed; absent waits for ever
 */
public record Hook(String path, List<String> args, List<String> env, @Nullable Integer timeout) {

  /** Copies the collections. */
  public Hook {
    args = List.copyOf(args);
    env = List.copyOf(env);
  }
}
