package io.jrunc.conformance.clients.kit.cri;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jrunc.conformance.clients.kit.Machine;
import java.nio.file.Path;
import java.util.Map;

/**
 * A pod before it runs: with the handler "jrunc", in the machine's network namespace, with
 * processes and queues for itself.
 */
public final class PodDraft {
  private final Cri cri;
  private final Draft config = new Draft();
  private final Path logs;

  PodDraft(Cri cri) {
    this.cri = cri;
    String name = "pod-" + Machine.newName();
    logs = Path.of("/var/log/pods", name);
    config.set("metadata", Map.of("name", name, "uid", name, "namespace", "tests"));
    config.set("log_directory", logs.toString());
    namespace("network", "NODE");
    namespace("pid", "CONTAINER");
  }

  /** Sets a field of PodSandboxConfig, {@code linux/sysctls} say. */
  public PodDraft set(String place, Object value) {
    config.set(place, value);
    return this;
  }

  /** Whose a namespace is: of network, pid or ipc; POD, CONTAINER or NODE. */
  public PodDraft namespace(String name, String whose) {
    return set("linux/security_context/namespace_options/" + name, whose);
  }

  /** Gives it a network namespace of its own, with the address that CNI gives it. */
  public PodDraft network() {
    return namespace("network", "POD").set("hostname", "pod");
  }

  public Pod run() {
    return run("jrunc");
  }

  /** Runs it with another runtime handler. */
  public Pod run(String handler) {
    ObjectNode document = config.document();
    String id =
        cri.call("RunPodSandbox", Map.of("config", document, "runtime_handler", handler))
            .path("pod_sandbox_id")
            .asText();
    return new Pod(cri, id, document, logs);
  }
}
