package io.jrunc.container;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;

/**
 * Where the standard streams of a new process lead, in the words of {@link ProcessBuilder}. A
 * process with a terminal has that instead, and a {@code Stdio} has no effect on it.
 *
 * @param stdin {@link Redirect#PIPE}, {@link Redirect#INHERIT} or {@link Redirect#from}
 * @param stdout {@link Redirect#PIPE}, {@link Redirect#INHERIT}, {@link Redirect#DISCARD}, {@link
 *     Redirect#to} or {@link Redirect#appendTo}
 * @param stderr the same
 */
public record Stdio(Redirect stdin, Redirect stdout, Redirect stderr) {
  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));

  /**
   * Takes what fits.
   *
   * @throws IllegalArgumentException for an input that is to be written, or an output to be read
   */
  public Stdio {
    if (stdin.type() == Redirect.Type.WRITE || stdin.type() == Redirect.Type.APPEND) {
      throw new IllegalArgumentException("standard input can't be " + stdin);
    }
    if (stdout.type() == Redirect.Type.READ || stderr.type() == Redirect.Type.READ) {
      throw new IllegalArgumentException("an output can't be read from a file");
    }
  }

  /**
   * Pipes to this program, at the other ends of {@link ContainerProcess}. Whoever doesn't read them
   * stops the process once they are full.
   */
  public static Stdio pipes() {
    return new Stdio(Redirect.PIPE, Redirect.PIPE, Redirect.PIPE);
  }

  /** The streams of this program. */
  public static Stdio inherit() {
    return new Stdio(Redirect.INHERIT, Redirect.INHERIT, Redirect.INHERIT);
  }

  /** No input, and nobody sees the output. */
  public static Stdio none() {
    return new Stdio(NOTHING, Redirect.DISCARD, Redirect.DISCARD);
  }

  /** The same with another input. */
  public Stdio withStdin(Redirect other) {
    return new Stdio(other, stdout, stderr);
  }

  /** The same with another output. */
  public Stdio withStdout(Redirect other) {
    return new Stdio(stdin, other, stderr);
  }

  /** The same with another output for errors. */
  public Stdio withStderr(Redirect other) {
    return new Stdio(stdin, stdout, other);
  }
}
