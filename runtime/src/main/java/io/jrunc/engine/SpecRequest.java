package io.jrunc.engine;

import java.nio.file.Path;

/**
 * A config.json to begin with.
 *
 * @param folder absolute path of the folder to write it to
 */
public record SpecRequest(Path folder, Privilege privilege) {

  /** Who is going to run the container. */
  public enum Privilege {
    ROOT,
    /** An ordinary user, who becomes root of a user namespace. */
    ROOTLESS
  }
}
