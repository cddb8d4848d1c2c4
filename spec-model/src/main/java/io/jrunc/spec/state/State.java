package io.jrunc.spec.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a container, as {@code state} and {@code list} print it and hooks get it.
 *
 * @param ociVersion version of the specification that the state follows
 * @param id unique among the containers below one state root
 * @param pid of the container's first process, seen by the runtime; 0 when it is stopped
 * @param status what the container is doing
 * @param bundle absolute path of the bundle
 * @param rootfs absolute path of the root file system
 * @param created when it was created
 * @param annotations of the config
 * @param owner name of the user who created it; empty where nobody asked for it
 */
public record State(
    String ociVersion,
    String id,
    int pid,
    Status status,
    String bundle,
    String rootfs,
    Instant created,
    Map<String, String> annotations,
    String owner) {

  /** Copies the collections. */
  public State {
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }
}
