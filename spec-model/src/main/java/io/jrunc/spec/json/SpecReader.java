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
 * Reads config.json, and those parts of it that commands take by themselves.
 *
 * <p>Strict in form: UTF-8, no name twice in an object, no value of another type, required members
 * there, words of closed vocabularies known, numbers within what the kernel takes. Unknown members
 * are ignored. All problems are found in one pass, in the order of reading. Rules across members,
 * and those that need the host, are not checked here.
 *
 * <p>The readers are written out, a line a member: databind takes 180 ms in a fresh JVM to learn
 * from reflection what they say, these and the parser take a sixth of that.
 */
public final class SpecReader {
  private SpecReader() {}

  /** Does what the first reading would take longest for. Never needed; in another thread, say. */
  public static void load() {
    JsonTree.load();
  }

  /**
   * A whole config.json.
   *
   * @throws InvalidSpecException with everything that is wrong with it
   */
  public static Spec read(byte[] document) {
    List<SpecProblem> problems = new ArrayList<>();
    Spec spec = spec(JsonObject.root(JsonTree.parse(document, problems), problems));
    refuse(problems);
    return spec;
  }

  /**
   * A process by itself, as {@code exec --process} takes it.
   *
   * @throws InvalidSpecException with everything that is wrong with it
   */
  public static Process readProcess(byte[] document) {
    List<SpecProblem> problems = new ArrayList<>();
    Process process =
        ProcessReader.process(JsonObject.root(JsonTree.parse(document, problems), problems));
    refuse(problems);
    return process;
  }

  /**
   * Resources by themselves, as {@code update --resources} takes them.
   *
   * @throws InvalidSpecException with everything that is wrong with them
   */
  public static Resources readResources(byte[] document) {
    List<SpecProblem> problems = new ArrayList<>();
    Resources resources =
        ResourcesReader.resources(JsonObject.root(JsonTree.parse(document, problems), problems));
    refuse(problems);
    return resources;
  }

  private static void refuse(List<SpecProblem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidSpecException(problems);
    }
  }

  private static Spec spec(JsonObject spec) {
    JsonObject process = spec.object("process");
    return new Spec(
        spec.requiredText("ociVersion"),
        root(spec.requiredObject("root")),
        mounts(spec),
        process == null ? null : ProcessReader.process(process),
        spec.text("hostname"),
        spec.text("domainname"),
        hooks(spec.objectOrEmpty("hooks")),
        spec.textMap("annotations"),
        LinuxReader.linux(spec.objectOrEmpty("linux")));
  }

  private static Root root(JsonObject root) {
    return new Root(root.requiredText("path"), root.flag("readonly"));
  }

  private static List<Mount> mounts(JsonObject spec) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonObject mount : spec.objects("mounts")) {
      mounts.add(
          new Mount(
              mount.requiredText("destination"),
              mount.text("type"),
              mount.text("source"),
              mount.texts("options"),
              idMappings(mount, "uidMappings"),
              idMappings(mount, "gidMappings")));
    }
    return mounts;
  }

  static List<IdMapping> idMappings(JsonObject owner, String name) {
    List<IdMapping> mappings = new ArrayList<>();
    for (JsonObject mapping : owner.objects(name)) {
      mappings.add(
          new IdMapping(
              mapping.requiredUint32("containerID"),
              mapping.requiredUint32("hostID"),
              mapping.requiredUint32("size")));
    }
    return mappings;
  }

  private static Hooks hooks(JsonObject hooks) {
    return new Hooks(
        hooks(hooks, "prestart"),
        hooks(hooks, "createRuntime"),
        hooks(hooks, "createContainer"),
        hooks(hooks, "startContainer"),
        hooks(hooks, "poststart"),
        hooks(hooks, "poststop"));
  }

  private static List<Hook> hooks(JsonObject kinds, String kind) {
    List<Hook> hooks = new ArrayList<>();
    for (JsonObject hook : kinds.objects(kind)) {
      hooks.add(
          new Hook(
              hook.requiredText("path"),
              hook.texts("args"),
              hook.texts("env"),
              hook.smallNumber("timeout", 1, Integer.MAX_VALUE)));
    }
    return hooks;
  }
}
