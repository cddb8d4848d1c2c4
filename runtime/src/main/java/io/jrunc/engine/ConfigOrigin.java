package io.jrunc.engine;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.BundleReader;
import io.jrunc.spec.Spec;
import io.jrunc.state.ContainerFolder;
import java.nio.file.Path;

/**
 * A configuration that nobody has written down.
 *
 * @param config whose paths are absolute
 * @param place the container's own folder, which stands for the bundle
 */
record ConfigOrigin(Spec config, Path place) implements Origin {
  @Override
  public Bundle open() {
    return BundleReader.of(place, config);
  }

  @Override
  public void furnish(ContainerFolder folder) {
    // the config is kept with the container
  }
}
