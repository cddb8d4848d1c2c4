package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.clients.kit.Podman;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods, published ports, and units of systemd, of root as of an ordinary user. */
abstract class PodCases {

  abstract Podman podman();

  /** What a pod's file says of a container's limits. */
  abstract String limits();

  @AlsoToday
  @Test
  void containersOfAPodShareItsNamespacesAndEndWithIt() {
    String pod = Machine.newName();
    String first = Machine.newName();
    podman().run("pod", "create", "--name", pod, "--share", "pid,net,ipc,uts").succeeds();
    podman()
        .run("run", "--detach", "--pod", pod, "--name", first, "box:1", "sleep", "4321")
        .succeeds();
    assertThat(podman().print("run", "--rm", "--pod", pod, "box:1", "ps", "-o", "args"))
        .contains("catatonit -P", "sleep 4321");
    assertThat(podman().print("exec", first, "readlink", "/proc/1/ns/net"))
        .isEqualTo(podman().print("exec", first, "readlink", "/proc/self/ns/net"));

    podman().run("pod", "stop", "--time", "0", pod).succeeds();
    assertThat(podman().print("pod", "inspect", pod)).contains("\"State\": \"Exited\"");
    podman().run("pod", "start", pod).succeeds();
    podman().run("exec", first, "true").succeeds();
    podman().run("pod", "rm", "--force", "--time", "0", pod).succeeds();
    podman().run("container", "exists", first).exits(1);
  }

  @AlsoToday
  @Test
  void aPodIsPlayedFromItsFile() {
    String pod = Machine.newName();
    Path shown = HostFiles.folder(Path.of("/tmp", pod));
    HostFiles.write(shown.resolve("of-host"), "");
    Path file = HostFiles.write(Path.of("/tmp", pod + ".yaml"), document(pod, shown));
    podman().run("play", "kube", "--network", "none", file.toString()).succeeds();
    Await.until(
        "the file that the first container wrote, in the second",
        () -> podman().print("logs", pod + "-two").contains("from one"));
    assertThat(podman().print("exec", pod + "-two", "ls", "/shown")).isEqualTo("of-host");
    podman().run("exec", pod + "-two", "touch", "/shown/x").failsSaying("Read-only");
    podman().run("play", "kube", "--down", file.toString()).succeeds();
    podman().run("pod", "exists", pod).exits(1);
  }

  private String document(String pod, Path shown) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      restartPolicy: Never
      volumes:
      - {name: ours, emptyDir: {}}
      - {name: hosts, hostPath: {path: %s}}
      containers:
      - name: one
        image: docker.io/library/box:1
        command: [sh, -c, "echo from one > /ours/f; sleep 1000"]
        volumeMounts: [{name: ours, mountPath: /ours}]
        resources: {limits: {%s}}
      - name: two
        image: docker.io/library/box:1
        command: [sh, -c, "until cat /ours/f; do sleep 0.1; done; sleep 1000"]
        volumeMounts:
        - {name: ours, mountPath: /ours}
        - {name: hosts, mountPath: /shown, readOnly: true}
    """
        .formatted(pod, shown, limits());
  }

  @AlsoToday
  @Test
  void aPortIsPublished() {
    String name = Machine.newName();
    podman()
        .run(
            "run",
            "--detach",
            "--name",
            name,
            "--publish",
            "127.0.0.1::80",
            "box:1",
            "sh",
            "-c",
            "echo served > /tmp/index.html; exec httpd -f -p 80 -h /tmp")
        .succeeds();
    String address = podman().print("port", name, "80/tcp");
    Await.until("an answer at " + address, () -> get(address).equals("served\n"));
    podman().remove(name);
  }

  private String get(String address) {
    return podman()
        .call(List.of("busybox", "wget", "-q", "-O", "-", "http://" + address))
        .run()
        .stdout();
  }

  @Test
  void anOrdinaryUsersKindOfNetworkWorks() {
    assertThat(
            podman()
                .print("run", "--rm", "--network", "slirp4netns", "box:1", "ip", "-o", "-4", "a"))
        .contains("tap0", "10.0.2.100/24");
  }

  /** As systemd does: it starts the unit's command, and waits for what arrives on its socket. */
  @AlsoToday
  @Test
  void aUnitOfSystemdIsToldWhenTheContainerIsReady() {
    String name = Machine.newName();
    String send =
        "/usr/bin/perl -MSocket -e 'socket(S, AF_UNIX, SOCK_DGRAM, 0);"
            + " send(S, \"READY=1\", 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die $!'";
    podman()
        .run(
            "create",
            "--name",
            name,
            "--sdnotify=container",
            "--network=none",
            "--volume=/usr:/usr:ro",
            "--volume=/usr/lib:/lib:ro",
            "--volume=/usr/lib64:/lib64:ro",
            "box:1",
            "sh",
            "-c",
            send + "; sleep 1000")
        .succeeds();
    String unit = podman().print("generate", "systemd", "--new", "--name", name);
    assertThat(unit).contains("Type=notify", "NotifyAccess=all");
    podman().remove(name);

    String socket = "/tmp/" + name + ".sock";
    Call.Running manager =
        podman().call(List.of("perl", "-MSocket", "-e", RECEIVE, socket)).start();
    Await.until("the socket", () -> Files.exists(Path.of(socket)));
    String start = commandOf(unit);
    podman().call(List.of("sh", "-c", start)).env("NOTIFY_SOCKET", socket).run().succeeds();
    assertThat(manager.await().succeeds().stdout())
        .contains("READY=1")
        .containsPattern("MAINPID=[1-9]");
    podman().remove(name);
  }

  private static final String RECEIVE =
      """
      socket(S, AF_UNIX, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_un($ARGV[0])) or die $!;
      while (!($all =~ /READY=1/ && $all =~ /MAINPID=/)) {
        recv(S, $message, 4096, 0) // die $!;
        $all .= "$message\\n";
      }
      print $all;
      """;

  /** The command line of a unit, for a shell. */
  private static String commandOf(String unit) {
    String joined = unit.replace("\\\n", " ");
    String line =
        joined
            .lines()
            .filter(l -> l.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow()
            .substring("ExecStart=".length());
    return line.replace("%t/%n", "/tmp/unit-" + Machine.newName()).replace("$$", "\\$");
  }
}
