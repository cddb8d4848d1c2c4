package io.jrunc.conformance.clients.kit.cri;

import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A container before it is created: of busybox, with the namespaces of its pod. */
public final class ContainerDraft {
  private final Pod pod;
  private final Draft config = new Draft();
  private final Path log;

  ContainerDraft(Pod pod, String... command) {
    this.pod = pod;
    String name = Machine.newName();
    log = pod.logs().resolve(name + ".log");
    config.set("metadata", Map.of("name", name));
    config.set("image", Map.of("image", Containerd.BOX));
    config.set("command", List.of(command));
    config.set("log_path", name + ".log");
    config.set(
        "linux/security_context/namespace_options",
        pod.config().at("/linux/security_context/namespace_options"));
  }

  /** Sets a field of ContainerConfig, {@code linux/resources/cpu_quota} say. */
  public ContainerDraft set(String place, Object value) {
    config.set(place, value);
    return this;
  }

  /** Sets a field of LinuxContainerSecurityContext. */
  public ContainerDraft secure(String place, Object value) {
    return set("linux/security_context/" + place, value);
  }

  /** Creates it, which for containerd is a note only: the runtime is called by a start. */
  public PodContainer create() {
    Map<String, ?> request =
        Map.of(
            "pod_sandbox_id",
            pod.id(),
            "config",
            config.document(),
            "sandbox_config",
            pod.config());
    String id = pod.cri().call("CreateContainer", request).path("container_id").asText();
    return new PodContainer(pod.cri(), id, log);
  }

  public PodContainer start() {
    PodContainer container = create();
    container.start();
    return container;
  }

  /** Starts it and waits for its end. */
  public PodContainer run() {
    PodContainer container = start();
    container.awaitExit();
    return container;
  }
}
