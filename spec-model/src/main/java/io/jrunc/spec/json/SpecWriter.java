package io.jrunc.spec.json;

import io.jrunc.spec.Hook;
import io.jrunc.spec.Hooks;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Process;
import io.jrunc.spec.Root;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes config.json and its parts so that {@link SpecReader} gives the same values back. What is
 * absent, and what means the same as its absence, is left out.
 */
public final class SpecWriter {
  private SpecWriter() {}

  /** A whole config.json, indented by tabs as runc does, without a line break at the end. */
  public static String write(Spec spec) {
    Process process = spec.process();
    JsonMembers members =
        new JsonMembers()
            .value("ociVersion", spec.ociVersion())
            .object("process", process == null ? null : ProcessWriter.process(process))
            .object("root", root(spec.root()))
            .value("hostname", spec.hostname())
            .value("domainname", spec.domainname())
            .objects("mounts", mounts(spec.mounts()))
            .objectIfAny("hooks", hooks(spec.hooks()))
            .map("annotations", spec.annotations())
            .objectIfAny("linux", LinuxWriter.linux(spec.linux()));
    return JsonText.indented(members.toMap(), "\t");
  }

  /** A process by itself, for {@link SpecReader#readProcess}. */
  public static String writeProcess(Process process) {
    return JsonText.indented(ProcessWriter.process(process).toMap(), "\t");
  }

  /** Resources by themselves, for {@link SpecReader#readResources}. */
  public static String writeResources(Resources resources) {
    return JsonText.indented(ResourcesWriter.resources(resources).toMap(), "\t");
  }

  private static JsonMembers root(Root root) {
    return new JsonMembers().value("path", root.path()).flag("readonly", root.readonly());
  }

  private static List<JsonMembers> mounts(List<Mount> mounts) {
    List<JsonMembers> written = new ArrayList<>();
    for (Mount mount : mounts) {
      written.add(
          new JsonMembers()
              .value("destination", mount.destination())
              .value("type", mount.type())
              .value("source", mount.source())
              .values("options", mount.options())
              .objects("uidMappings", idMappings(mount.uidMappings()))
              .objects("gidMappings", idMappings(mount.gidMappings())));
    }
    return written;
  }

  static List<JsonMembers> idMappings(List<IdMapping> mappings) {
    List<JsonMembers> written = new ArrayList<>();
    for (IdMapping mapping : mappings) {
      written.add(
          new JsonMembers()
              .value("containerID", mapping.containerId())
              .value("hostID", mapping.hostId())
              .value("size", mapping.size()));
    }
    return written;
  }

  private static JsonMembers hooks(Hooks hooks) {
    return new JsonMembers()
        .objects("prestart", hooks(hooks.prestart()))
        .objects("createRuntime", hooks(hooks.createRuntime()))
        .objects("createContainer", hooks(hooks.createContainer()))
        .objects("startContainer", hooks(hooks.startContainer()))
        .objects("poststart", hooks(hooks.poststart()))
        .objects("poststop", hooks(hooks.poststop()));
  }

  private static List<JsonMembers> hooks(List<Hook> hooks) {
    List<JsonMembers> written = new ArrayList<>();
    for (Hook hook : hooks) {
      written.add(
          new JsonMembers()
              .value("path", hook.path())
              .values("args", hook.args())
              .values("env", hook.env())
              .value("timeout", hook.timeout()));
    }
    return written;
  }
}
