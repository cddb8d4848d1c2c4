package io.jrunc.engine;

import io.jrunc.box.BoxConfig;
import io.jrunc.box.BoxRoot;
import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.BundleReader;
import io.jrunc.bundle.Document;
import io.jrunc.bundle.InvalidBundleException;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.state.ContainerFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bundle of a box is the container's own folder, so that whoever deletes the container deletes
 * it as well, even after a crash.
 */
record BoxOrigin(BoxConfig config, ContainerFolder place) implements Origin {
  @Override
  public Bundle open() {
    List<SpecProblem> problems = BundleReader.check(config.spec());
    if (!problems.isEmpty()) {
      throw new InvalidBundleException(place.config(), problems);
    }
    byte[] document = SpecWriter.write(config.spec()).getBytes(StandardCharsets.UTF_8);
    return new Bundle(
        place.path(),
        BoxRoot.path(config.spec(), place.path()),
        config.spec(),
        new Document(document));
  }

  @Override
  public void furnish(ContainerFolder folder) {
    BoxRoot.make(config.spec(), folder.path());
  }
}
