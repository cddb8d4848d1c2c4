package io.jrunc.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of the state file: lines of UTF-8, each a name and its fields, with tabs between them; a
 * backslash, line break or tab in a field is written as {@code \\}, {@code \n} or {@code \t}. Names
 * may come again for lists. Not JSON, whose parser every command would have to load.
 *
 * <pre>
 * jrunc           1                       the version of this form
 * id              web1
 * ociVersion      1.3.0
 * bundle          /b
 * rootfs          /b/rootfs
 * created         1700000000  123456789   seconds and nanoseconds since 1970
 * ownerUid        0
 * ownPidNamespace true
 * creator         10          1000        pid and start time
 * phase           created
 * init            11          1001        pid and start time; absent until it is known
 * cgroup          ...                     any number
 * annotation      key         value       any number
 * startStep       90          pointer why any number
 * hook            poststop                any number
 * keyring         callers                 absent when the container has its own
 * unit            system      web1.scope  manager and name; absent without systemd
 * rdt             ...                     any number
 * end
 * </pre>
 */
final class RecordCodec {
  private static final String VERSION = "1";

  private RecordCodec() {}

  static byte[] encode(ContainerRecord container) {
    StringBuilder text = new StringBuilder(512);
    Instant created = container.created();
    line(text, "jrunc", VERSION);
    line(text, "id", container.id());
    line(text, "ociVersion", container.ociVersion());
    line(text, "bundle", container.bundle().toString());
    line(text, "rootfs", container.rootfs().toString());
    line(
        text,
        "created",
        Long.toString(created.getEpochSecond()),
        Integer.toString(created.getNano()));
    line(text, "ownerUid", Long.toString(container.ownerUid()));
    line(text, "ownPidNamespace", Boolean.toString(container.ownPidNamespace()));
    process(text, "creator", container.creator());
    line(text, "phase", container.phase().word());
    if (container.init().isPresent()) {
      process(text, "init", container.init().get());
    }
    for (String cgroup : container.cgroups()) {
      line(text, "cgroup", cgroup);
    }
    for (Map.Entry<String, String> annotation : container.annotations().entrySet()) {
      line(text, "annotation", annotation.getKey(), annotation.getValue());
    }
    for (StartStep step : container.startSteps()) {
      line(text, "startStep", Integer.toString(step.index()), step.pointer(), step.why());
    }
    for (String kind : container.hooks()) {
      line(text, "hook", kind);
    }
    if (container.callersKeyring()) {
      line(text, "keyring", "callers");
    }
    if (container.unit().isPresent()) {
      line(text, "unit", container.unit().get().manager(), container.unit().get().name());
    }
    for (String place : container.rdt()) {
      line(text, "rdt", place);
    }
    return text.append("end\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #encode} wrote; lines with unknown names are ignored.
   *
   * @throws IOException when it is something else
   */
  static ContainerRecord decode(byte[] bytes) throws IOException {
    RecordLines lines = new RecordLines(new String(bytes, StandardCharsets.UTF_8));
    String version = lines.text("jrunc", 0);
    if (!version.equals(VERSION)) {
      throw new IOException("version " + version + " is of another jrunc");
    }
    lines.only("end", 0);
    return new ContainerRecord(
        lines.text("id", 0),
        lines.text("ociVersion", 0),
        Path.of(lines.text("bundle", 0)),
        Path.of(lines.text("rootfs", 0)),
        Instant.ofEpochSecond(lines.number("created", 0), lines.number("created", 1)),
        lines.number("ownerUid", 0),
        annotations(lines),
        lines.text("ownPidNamespace", 0).equals("true"),
        process(lines, "creator"),
        phase(lines.text("phase", 0)),
        texts(lines, "cgroup"),
        lines.has("init") ? Optional.of(process(lines, "init")) : Optional.empty(),
        startSteps(lines),
        texts(lines, "hook"),
        lines.has("keyring"),
        lines.has("unit")
            ? Optional.of(new ServiceUnit(lines.text("unit", 0), lines.text("unit", 1)))
            : Optional.empty(),
        texts(lines, "rdt"));
  }

  private static List<String> texts(RecordLines lines, String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (List<String> line : lines.all(name, 1)) {
      texts.add(line.get(0));
    }
    return texts;
  }

  private static Map<String, String> annotations(RecordLines lines) throws IOException {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (List<String> line : lines.all("annotation", 2)) {
      annotations.put(line.get(0), line.get(1));
    }
    return annotations;
  }

  private static List<StartStep> startSteps(RecordLines lines) throws IOException {
    List<StartStep> steps = new ArrayList<>();
    for (List<String> line : lines.all("startStep", 3)) {
      int index = (int) RecordLines.number(line.get(0));
      steps.add(new StartStep(index, line.get(1), line.get(2)));
    }
    return steps;
  }

  private static ProcessIdentity process(RecordLines lines, String name) throws IOException {
    long pid = lines.number(name, 0);
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      throw new IOException(name + " has the pid " + pid);
    }
    return new ProcessIdentity((int) pid, lines.number(name, 1));
  }

  private static Phase phase(String word) throws IOException {
    for (Phase phase : Phase.values()) {
      if (phase.word().equals(word)) {
        return phase;
      }
    }
    throw new IOException("phase " + word + " is unknown");
  }

  private static void process(StringBuilder text, String name, ProcessIdentity process) {
    line(text, name, Integer.toString(process.pid()), Long.toString(process.startTime()));
  }

  private static void line(StringBuilder text, String name, String... fields) {
    text.append(name);
    for (String field : fields) {
      text.append('\t');
      if (isPlain(field)) {
        text.append(field);
      } else {
        escape(text, field);
      }
    }
    text.append('\n');
  }

  private static boolean isPlain(String field) {
    return field.indexOf('\\') < 0 && field.indexOf('\n') < 0 && field.indexOf('\t') < 0;
  }

  private static void escape(StringBuilder text, String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        default -> text.append(c);
      }
    }
  }
}
