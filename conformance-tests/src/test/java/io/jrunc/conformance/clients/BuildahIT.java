package io.jrunc.conformance.clients;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Podman;

/** Buildah of root. */
@Clients
class BuildahIT extends BuildCases {

  @Override
  Podman podman() {
    return Podman.ofRoot();
  }
}
