package io.jrunc.engine;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.BundleReader;
import io.jrunc.state.ContainerFolder;
import java.nio.file.Path;

/** Where a container's bundle comes from. */
interface Origin {

  /**
   * The bundle, whose configuration keeps all rules.
   *
   * @throws io.jrunc.error.JruncException when there is none
   */
  Bundle open();

  /** Makes what the bundle needs in the folder of the container, with which it will go. */
  void furnish(ContainerFolder folder);

  /** A folder that somebody made. */
  record Folder(Path path) implements Origin {
    @Override
    public Bundle open() {
      return BundleReader.open(path);
    }

    @Override
    public void furnish(ContainerFolder folder) {}
  }
}
