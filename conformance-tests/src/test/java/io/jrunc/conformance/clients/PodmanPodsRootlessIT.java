package io.jrunc.conformance.clients;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Podman;

/** Pods of an ordinary user, without limits, which he can't have on cgroup version 1. */
@Clients
class PodmanPodsRootlessIT extends PodCases {

  @Override
  Podman podman() {
    return Podman.ofUser();
  }

  @Override
  String limits() {
    return "";
  }
}
