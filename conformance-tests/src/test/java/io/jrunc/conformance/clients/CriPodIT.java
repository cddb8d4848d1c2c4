package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.cri.Cri;
import io.jrunc.conformance.clients.kit.cri.CriError;
import io.jrunc.conformance.clients.kit.cri.Pod;
import io.jrunc.conformance.clients.kit.cri.PodContainer;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods in the words of Kubernetes' CRI: their life, what their containers share, their network. */
@Clients
class CriPodIT {
  private static final Path NETWORK = Path.of("/etc/cni/net.d/10-pods.conflist");

  private final Cri cri = Cri.shared();

  @AlsoToday
  @Test
  void aPodIsReadyUntilItIsStoppedAndListedUntilItIsRemoved() {
    assertThat(cri.call("Version", Map.of()).path("runtime_name").asText()).isEqualTo("containerd");
    Pod pod = cri.pod().run();
    PodContainer container = pod.sleeping();
    assertThat(pod.status().path("state").asText("SANDBOX_READY")).isEqualTo("SANDBOX_READY");
    assertThat(pod.status().path("runtime_handler").asText()).isEqualTo("jrunc");

    pod.stop();
    pod.stop(); // the CRI wants it to be repeatable
    assertThat(pod.status().path("state").asText()).isEqualTo("SANDBOX_NOTREADY");
    assertThat(container.state()).isEqualTo("CONTAINER_EXITED");
    assertThat(container.exitCode()).isEqualTo(137);

    pod.remove();
    Map<String, String> id = Map.of("pod_sandbox_id", pod.id());
    assertThat(cri.refusal("PodSandboxStatus", id).code()).isEqualTo("NOT_FOUND");
    JsonNode left = cri.call("ListPodSandbox", Map.of("filter", Map.of("id", pod.id())));
    assertThat(left.path("items")).isEmpty();
  }

  @Test
  void aPodWithAHandlerThatIsNotConfiguredIsRefused() {
    CriError refusal =
        cri.refusal(
            "RunPodSandbox",
            Map.of(
                "config",
                Map.of("metadata", Map.of("name", "x", "uid", "x", "namespace", "x")),
                "runtime_handler",
                "nope"));
    assertThat(refusal).hasMessageContaining("no runtime for \"nope\" is configured");
  }

  @AlsoToday
  @Test
  void containersOfAPodShareNetworkQueuesAndHostNameAndEachHasItsProcesses() {
    try (Pod pod = cri.pod().set("linux/sysctls", Map.of("kernel.shm_rmid_forced", "1")).run()) {
      PodContainer one = pod.sleeping();
      PodContainer other = pod.sleeping();
      for (String shared : List.of("net", "ipc", "uts")) {
        assertThat(namespace(one, shared)).as(shared).isEqualTo(namespace(other, shared));
      }
      for (String own : List.of("pid", "mnt")) {
        assertThat(namespace(one, own)).as(own).isNotEqualTo(namespace(other, own));
      }
      assertThat(namespace(one, "net")).isEqualTo(link("/proc/self/ns/net"));
      assertThat(namespace(one, "ipc")).isNotEqualTo(link("/proc/self/ns/ipc"));
      assertThat(one.exec("/bin/cat", "/proc/sys/kernel/shm_rmid_forced").stdout())
          .isEqualTo("1\n");
      one.exec("/bin/sh", "-c", "echo hello >/dev/shm/letter").succeeds();
      assertThat(other.exec("/bin/cat", "/dev/shm/letter").stdout()).isEqualTo("hello\n");
      assertThat(one.exec("/bin/sh", "-c", "echo $$ $(cat /proc/1/comm)").stdout())
          .endsWith(" sh\n");
    }
  }

  @Test
  void withShareProcessNamespaceContainersSeeEachOther() {
    try (Pod pod = cri.pod().namespace("pid", "POD").run()) {
      PodContainer one = pod.sleeping();
      PodContainer other = pod.container("/bin/sleep", "4711").start();
      assertThat(namespace(one, "pid")).isEqualTo(namespace(other, "pid"));
      assertThat(one.exec("/bin/ps", "-o", "args").stdout()).contains("sleep 4711");
      assertThat(one.exec("/bin/cat", "/proc/1/cmdline").stdout()).contains("catatonit");

      one.stop(0);
      assertThat(one.exitCode()).isEqualTo(137);
      assertThat(other.state()).isEqualTo("CONTAINER_RUNNING");
    }
  }

  /** Through a firewall, since the daemon of other tests, Docker's, forwards nothing by default. */
  @AlsoToday
  @Test
  void podsHaveAddressesAndReachEachOther() {
    HostFiles.write(
        NETWORK,
        """
        {"cniVersion": "0.4.0", "name": "pods", "plugins": [
          {"type": "bridge", "bridge": "pods0", "isGateway": true,
           "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.89.7.0/24"}]]}},
          {"type": "firewall"}]}
        """);
    Await.until("the network", this::isNetworkReady);
    try (Pod server = cri.pod().network().run();
        Pod client = cri.pod().network().run()) {
      assertThat(server.address()).startsWith("10.89.7.").isNotEqualTo(client.address());
      server.container("/bin/httpd", "-f", "-h", "/etc").start();
      PodContainer caller = client.sleeping();
      assertThat(caller.exec("/bin/hostname").stdout()).isEqualTo("pod\n");
      assertThat(caller.exec("/bin/ip", "-o", "-4", "addr", "show", "eth0").stdout())
          .contains(client.address() + "/24");
      Await.until(
          "an answer",
          () ->
              caller
                  .exec("/bin/wget", "-q", "-O", "-", "http://" + server.address() + "/passwd")
                  .stdout()
                  .startsWith("root:"));
    } finally {
      HostFiles.delete(NETWORK);
    }
  }

  private boolean isNetworkReady() {
    for (JsonNode condition : cri.call("Status", Map.of()).at("/status/conditions")) {
      if (condition.path("type").asText().equals("NetworkReady")) {
        return condition.path("status").asBoolean();
      }
    }
    return false;
  }

  @Test
  void podsOutliveACrashOfContainerd() {
    try (Containerd containerd = Containerd.own();
        Cri own = new Cri(containerd.socket());
        Pod pod = own.pod().run()) {
      PodContainer runs = pod.sleeping();
      PodContainer ends = pod.sleeping();
      long ending = ends.pid();
      containerd.kill();
      Call.of("kill", "-KILL", String.valueOf(ending)).run().succeeds();
      containerd.start();
      own.awaitReady();
      assertThat(runs.state()).isEqualTo("CONTAINER_RUNNING");
      assertThat(ends.exitCode()).isEqualTo(137);
      assertThat(runs.exec("/bin/echo", "still there").stdout()).isEqualTo("still there\n");
      assertThat(pod.sleeping().state()).isEqualTo("CONTAINER_RUNNING");
      runs.stop(60);
      assertThat(runs.exitCode()).isEqualTo(7);
    }
  }

  private static String namespace(PodContainer container, String kind) {
    return link("/proc/" + container.pid() + "/ns/" + kind);
  }

  private static String link(String path) {
    return HostFiles.target(Path.of(path));
  }
}
