package io.jrunc.conformance.clients;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Podman;

/** Buildah of an ordinary user. */
@Clients
class BuildahRootlessIT extends BuildCases {

  @Override
  Podman podman() {
    return Podman.ofUser();
  }
}
