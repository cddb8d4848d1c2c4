package io.jrunc.spec;

import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Resources;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole config.json of runtime-spec 1.3.0, as far as it concerns Linux.
 *
 * <p>An optional object or list that is absent is empty here wherever that means the same; where it
 * does not, the component is nullable and says what absence means. An optional text that is empty
 * counts as absent. Blocks for other platforms and for virtual machines are ignored.
 *
 * @param ociVersion the SemVer version of the specification that the document follows
 * @param root the container's root file system
 * @param mounts in the order in which they must be mounted
 * @param process the program to run; may be absent until the container is started
 * @param hostname absent leaves the UTS namespace its host name
 * @param domainname absent leaves the UTS namespace its domain name
 * @param hooks programs to run at points of the life cycle
 * @param annotations free metadata, passed on in the state of the container
 * @param linux what only Linux has
 */
public record Spec(
    String ociVersion,
    Root root,
    List<Mount> mounts,
    @Nullable Process process,
    @Nullable String hostname,
    @Nullable String domainname,
    Hooks hooks,
    Map<String, String> annotations,
    Linux linux) {

  /** Copies the collections. */
  public Spec {
    mounts = List.copyOf(mounts);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** The same with another root file system. */
  public Spec withRoot(Root other) {
    return new Spec(
        ociVersion, other, mounts, process, hostname, domainname, hooks, annotations, linux);
  }

  /** The same with other mounts. */
  public Spec withMounts(List<Mount> others) {
    return new Spec(
        ociVersion, root, others, process, hostname, domainname, hooks, annotations, linux);
  }

  /** The same with another program. */
  public Spec withProcess(Process other) {
    return new Spec(
        ociVersion, root, mounts, other, hostname, domainname, hooks, annotations, linux);
  }

  /** The same with other limits. */
  public Spec withResources(Resources other) {
    return withLinux(linux.withResources(other));
  }

  /** The same with another {@code linux}. */
  public Spec withLinux(Linux other) {
    return new Spec(
        ociVersion, root, mounts, process, hostname, domainname, hooks, annotations, other);
  }
}
