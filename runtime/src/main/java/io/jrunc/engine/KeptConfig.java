package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.state.ContainerFolder;

/** What a container was made from, whatever has become of its bundle (runtime.md, Lifecycle). */
final class KeptConfig {
  private KeptConfig() {}

  /**
   * The config.json of the moment at which the container was made.
   *
   * @throws io.jrunc.state.StateException when it can't be read
   */
  static Spec read(ContainerFolder folder) {
    try {
      return SpecReader.read(folder.readConfig());
    } catch (InvalidSpecException e) {
      throw new OperationException("read", folder.config().toString(), e);
    }
  }
}
