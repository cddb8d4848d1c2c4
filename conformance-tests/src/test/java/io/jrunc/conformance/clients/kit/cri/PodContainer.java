package io.jrunc.conformance.clients.kit.cri;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A container of a pod that was created. It is removed with its pod, if not before. */
public record PodContainer(Cri cri, String id, Path log) {

  public void start() {
    cri.call("StartContainer", Map.of("container_id", id));
  }

  /** The field "status" of ContainerStatus. */
  public JsonNode status() {
    return cri.call("ContainerStatus", Map.of("container_id", id)).path("status");
  }

  /** CONTAINER_CREATED (which is the default, and so absent), RUNNING, EXITED, UNKNOWN. */
  public String state() {
    return status().path("state").asText("CONTAINER_CREATED");
  }

  /** The pid of its first process, as the machine counts. */
  public long pid() {
    JsonNode answer = cri.call("ContainerStatus", Map.of("container_id", id, "verbose", true));
    return Json.parse(answer.at("/info/info").asText()).path("pid").asLong();
  }

  /** Waits for its end; returns its status. */
  public JsonNode awaitExit() {
    Await.until("the end of " + id, () -> state().equals("CONTAINER_EXITED"));
    return status();
  }

  public int exitCode() {
    return awaitExit().path("exit_code").asInt();
  }

  /** Runs a command in it, without a time limit. */
  public Outcome exec(String... command) {
    JsonNode answer = cri.call("ExecSync", Map.of("container_id", id, "cmd", List.of(command)));
    return new Outcome(
        List.of(command),
        answer.path("exit_code").asInt(),
        text(answer.path("stdout")),
        text(answer.path("stderr")));
  }

  /** Sends SIGTERM, and SIGKILL after so many seconds. */
  public void stop(long seconds) {
    cri.call("StopContainer", Map.of("container_id", id, "timeout", seconds));
  }

  public void remove() {
    cri.call("RemoveContainer", Map.of("container_id", id));
  }

  /** The lines of its log, each of the form TIME STREAM F|P TEXT. */
  public List<String> logLines() {
    return HostFiles.readIfThere(log).orElse("").lines().toList();
  }

  /** What it has printed so far: the texts of its log. */
  public String printed() {
    StringBuilder text = new StringBuilder();
    for (String line : logLines()) {
      String[] parts = line.split(" ", 4);
      text.append(parts[3]).append(parts[2].equals("F") ? "\n" : "");
    }
    return text.toString();
  }

  private static String text(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asText("")), StandardCharsets.UTF_8);
  }
}
