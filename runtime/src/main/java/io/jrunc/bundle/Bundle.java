package io.jrunc.bundle;

import io.jrunc.network.NetworkAnnotations;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Spec;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A bundle whose configuration keeps all rules.
 *
 * @param directory absolute, without symbolic links
 * @param rootfs absolute path of the root directory, which was there and no symbolic link
 * @param spec its config.json
 * @param document the same, as it is written
 */
public record Bundle(Path directory, Path rootfs, Spec spec, Document document) {
  /** Whether there are annotations about a network for jrunc to make. */
  public boolean asksForNetwork() {
    return asksForNetwork(spec);
  }

  static boolean asksForNetwork(Spec spec) {
    for (String name : spec.annotations().keySet()) {
      if (name.startsWith(NetworkAnnotations.PREFIX)) {
        return true;
      }
    }
    return false;
  }

  /** The absolute path on the host of a bind mount's source. */
  public String bindSource(Mount mount) {
    String source = Objects.requireNonNull(mount.source(), "a valid bind mount has a source");
    return source.startsWith("/") ? source : directory + "/" + source;
  }
}
