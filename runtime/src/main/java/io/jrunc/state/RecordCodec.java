package io.jrunc.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/**
 * The form of the state file: compact JSON, one object. A member that is empty is left out.
 *
 * <pre>
 * {"version":1,"id":"web1","ociVersion":"1.3.0","bundle":"/b","rootfs":"/b/rootfs",
 *  "created":[seconds,nanoseconds],"ownerUid":0,"ownPidNamespace":true,
 *  "creator":[pid,startTime],"phase":"created","init":[pid,startTime],"cgroups":["..."],
 *  "annotations":{"a":"b"},"startSteps":[[index,"pointer","why"]]}
 * </pre>
 */
final class RecordCodec {
  /** Of this form; a file with another one was written by another jrunc. */
  static final int VERSION = 1;

  private RecordCodec() {}

  static byte[] encode(ContainerRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      writeConstants(json, record);
      writeProgress(json, record);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // can't be: memory only
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote, in any order of members.
   *
   * @throws IOException when it is something else
   */
  static ContainerRecord decode(byte[] bytes) throws IOException {
    return new RecordReader().read(bytes);
  }

  private static void writeConstants(JsonGenerator json, ContainerRecord record)
      throws IOException {
    json.writeStringField("id", record.id());
    json.writeStringField("ociVersion", record.ociVersion());
    json.writeStringField("bundle", record.bundle().toString());
    json.writeStringField("rootfs", record.rootfs().toString());
    Instant created = record.created();
    json.writeFieldName("created");
    pair(json, created.getEpochSecond(), created.getNano());
    json.writeNumberField("ownerUid", record.ownerUid());
    json.writeBooleanField("ownPidNamespace", record.ownPidNamespace());
    if (!record.annotations().isEmpty()) {
      json.writeObjectFieldStart("annotations");
      for (Map.Entry<String, String> annotation : record.annotations().entrySet()) {
        json.writeStringField(annotation.getKey(), annotation.getValue());
      }
      json.writeEndObject();
    }
  }

  private static void writeProgress(JsonGenerator json, ContainerRecord record) throws IOException {
    json.writeFieldName("creator");
    pair(json, record.creator().pid(), record.creator().startTime());
    json.writeStringField("phase", record.phase().word());
    if (record.init().isPresent()) {
      json.writeFieldName("init");
      pair(json, record.init().get().pid(), record.init().get().startTime());
    }
    if (!record.cgroups().isEmpty()) {
      json.writeArrayFieldStart("cgroups");
      for (String cgroup : record.cgroups()) {
        json.writeString(cgroup);
      }
      json.writeEndArray();
    }
    if (!record.startSteps().isEmpty()) {
      json.writeArrayFieldStart("startSteps");
      for (StartStep step : record.startSteps()) {
        json.writeStartArray();
        json.writeNumber(step.index());
        json.writeString(step.pointer());
        json.writeString(step.why());
        json.writeEndArray();
      }
      json.writeEndArray();
    }
  }

  private static void pair(JsonGenerator json, long first, long second) throws IOException {
    json.writeStartArray();
    json.writeNumber(first);
    json.writeNumber(second);
    json.writeEndArray();
  }
}
