package io.jrunc.conformance.clients.kit.cri;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;

/** A pod that runs. Closing it stops and removes it with its containers. */
public record Pod(Cri cri, String id, ObjectNode config, Path logs) implements AutoCloseable {

  /** A container of it to be described; the words are its command. */
  public ContainerDraft container(String... command) {
    return new ContainerDraft(this, command);
  }

  /** A container that runs until it is told to end. */
  public PodContainer sleeping() {
    return container("/bin/sh", "-c", "trap 'exit 7' TERM; sleep 1000 & wait").start();
  }

  /** The field "status" of PodSandboxStatus. */
  public JsonNode status() {
    return cri.call("PodSandboxStatus", Map.of("pod_sandbox_id", id)).path("status");
  }

  public void stop() {
    cri.call("StopPodSandbox", Map.of("pod_sandbox_id", id));
  }

  public void remove() {
    cri.call("RemovePodSandbox", Map.of("pod_sandbox_id", id));
  }

  /** Its address, of a pod with a network of its own. */
  public String address() {
    return status().at("/network/ip").asText();
  }

  @Override
  public void close() {
    stop();
    remove();
  }
}
