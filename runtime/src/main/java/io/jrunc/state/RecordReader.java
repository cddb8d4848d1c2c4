package io.jrunc.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the members of one state file. */
final class RecordReader {
  private long version;
  private @Nullable String id;
  private @Nullable String ociVersion;
  private @Nullable String bundle;
  private @Nullable String rootfs;
  private @Nullable Instant created;
  private long ownerUid;
  private boolean ownPidNamespace;
  private @Nullable ProcessIdentity creator;
  private @Nullable Phase phase;
  private Optional<ProcessIdentity> init = Optional.empty();
  private final List<String> cgroups = new ArrayList<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final List<StartStep> startSteps = new ArrayList<>();

  /**
   * Reads a whole file.
   *
   * @throws IOException when it isn't one, or of another version
   */
  ContainerRecord read(byte[] bytes) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(bytes)) {
      expect(json.nextToken() == JsonToken.START_OBJECT, "no object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        member(name, json);
      }
      expect(json.currentToken() == JsonToken.END_OBJECT, "no end");
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    expect(version == RecordCodec.VERSION, "version " + version + " is of another jrunc");
    return new ContainerRecord(
        given("id", id),
        given("ociVersion", ociVersion),
        Path.of(given("bundle", bundle)),
        Path.of(given("rootfs", rootfs)),
        given("created", created),
        ownerUid,
        annotations,
        ownPidNamespace,
        given("creator", creator),
        given("phase", phase),
        cgroups,
        init,
        startSteps);
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "version" -> version = json.getLongValue();
      case "id" -> id = json.getText();
      case "ociVersion" -> ociVersion = json.getText();
      case "bundle" -> bundle = json.getText();
      case "rootfs" -> rootfs = json.getText();
      case "created" -> created = instant(json);
      case "ownerUid" -> ownerUid = json.getLongValue();
      case "ownPidNamespace" -> ownPidNamespace = json.getBooleanValue();
      case "creator" -> creator = process(json);
      case "phase" -> phase = phase(json.getText());
      case "init" -> init = Optional.of(process(json));
      case "cgroups" -> readCgroups(json);
      case "annotations" -> readAnnotations(json);
      case "startSteps" -> readStartSteps(json);
      default -> json.skipChildren();
    }
  }

  private void readCgroups(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      cgroups.add(json.getText());
    }
  }

  private void readAnnotations(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      annotations.put(name, json.getText());
    }
  }

  private void readStartSteps(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      int index = json.getIntValue();
      json.nextToken();
      String pointer = json.getText();
      json.nextToken();
      startSteps.add(new StartStep(index, pointer, json.getText()));
      json.nextToken();
    }
  }

  private static Instant instant(JsonParser json) throws IOException {
    long[] pair = pair(json);
    return Instant.ofEpochSecond(pair[0], pair[1]);
  }

  private static ProcessIdentity process(JsonParser json) throws IOException {
    long[] pair = pair(json);
    return new ProcessIdentity((int) pair[0], pair[1]);
  }

  private static long[] pair(JsonParser json) throws IOException {
    json.nextToken();
    long first = json.getLongValue();
    json.nextToken();
    long second = json.getLongValue();
    expect(json.nextToken() == JsonToken.END_ARRAY, "no pair");
    return new long[] {first, second};
  }

  private static Phase phase(String word) throws IOException {
    for (Phase phase : Phase.values()) {
      if (phase.word().equals(word)) {
        return phase;
      }
    }
    throw new IOException("phase " + word + " is unknown");
  }

  private static <T> T given(String name, @Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException(name + " is missing");
    }
    return value;
  }

  private static void expect(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
