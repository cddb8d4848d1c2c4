package io.jrunc.conformance.clients;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Podman;

/** Pods of root. */
@Clients
class PodmanPodsIT extends PodCases {

  @Override
  Podman podman() {
    return Podman.ofRoot();
  }

  @Override
  String limits() {
    return "memory: 64Mi, cpu: 500m";
  }
}
