package io.jrunc.state;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a container. It grows while the container is made: whatever must be undone
 * after a crash is recorded before it is done.
 *
 * @param id the container's name
 * @param ociVersion of the specification that its config.json follows
 * @param bundle absolute path
 * @param rootfs absolute path
 * @param created when its id was claimed
 * @param ownerUid user id of who made it
 * @param annotations of config.json, in their order, and after them what is told of the container
 * @param ownPidNamespace whether the end of init ends all processes of the container
 * @param creator the process that makes it
 * @param phase how far it has got
 * @param cgroups where its cgroups are, in the words of the cgroup package; empty until they are
 *     about to be made
 * @param init its first process; empty until there is one
 * @param startSteps what init does after {@code start}, in order
 * @param hooks the kinds of hooks that its config.json has
 * @param callersKeyring whether its programs keep the session keyring of whoever runs them
 * @param unit the unit of systemd that its cgroups belong to; empty if it made them itself
 * @param rdt where it is in resctrl, in the words of the rdt package; empty if it is nowhere there
 */
public record ContainerRecord(
    String id,
    String ociVersion,
    Path bundle,
    Path rootfs,
    Instant created,
    long ownerUid,
    Map<String, String> annotations,
    boolean ownPidNamespace,
    ProcessIdentity creator,
    Phase phase,
    List<String> cgroups,
    Optional<ProcessIdentity> init,
    List<StartStep> startSteps,
    List<String> hooks,
    boolean callersKeyring,
    Optional<ServiceUnit> unit,
    List<String> rdt) {

  /** Copies the collections. */
  public ContainerRecord {
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    cgroups = List.copyOf(cgroups);
    startSteps = List.copyOf(startSteps);
    hooks = List.copyOf(hooks);
    rdt = List.copyOf(rdt);
  }

  /** The record of a container of which only the id is claimed. */
  public static ContainerRecord claim(
      String id,
      String ociVersion,
      Path bundle,
      Path rootfs,
      Instant created,
      long ownerUid,
      Map<String, String> annotations,
      boolean ownPidNamespace,
      ProcessIdentity creator) {
    return new ContainerRecord(
        id,
        ociVersion,
        bundle,
        rootfs,
        created,
        ownerUid,
        annotations,
        ownPidNamespace,
        creator,
        Phase.CREATING,
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        Optional.empty(),
        List.of());
  }

  /** The same container at another point of its life. */
  public ContainerRecord in(Phase newPhase) {
    return with(annotations, newPhase, cgroups, init, startSteps, hooks, callersKeyring, unit, rdt);
  }

  /** The same container with cgroups, which need not exist yet. */
  public ContainerRecord withCgroups(List<String> newCgroups) {
    return with(annotations, phase, newCgroups, init, startSteps, hooks, callersKeyring, unit, rdt);
  }

  /** The same container with a first process. */
  public ContainerRecord withInit(ProcessIdentity newInit) {
    return with(
        annotations,
        phase,
        cgroups,
        Optional.of(newInit),
        startSteps,
        hooks,
        callersKeyring,
        unit,
        rdt);
  }

  /** The same container, knowing what its init will do. */
  public ContainerRecord withStartSteps(List<StartStep> newStartSteps) {
    return with(annotations, phase, cgroups, init, newStartSteps, hooks, callersKeyring, unit, rdt);
  }

  /** The same container with hooks of these kinds. */
  public ContainerRecord withHooks(List<String> newHooks) {
    return with(annotations, phase, cgroups, init, startSteps, newHooks, callersKeyring, unit, rdt);
  }

  /** The same container without a session keyring of its own. */
  public ContainerRecord withCallersKeyring() {
    return with(annotations, phase, cgroups, init, startSteps, hooks, true, unit, rdt);
  }

  /** The same container in a unit of systemd, which need not be started yet. */
  public ContainerRecord withUnit(ServiceUnit newUnit) {
    return with(
        annotations,
        phase,
        cgroups,
        init,
        startSteps,
        hooks,
        callersKeyring,
        Optional.of(newUnit),
        rdt);
  }

  /** The same container with a place in resctrl, which need not exist yet. */
  public ContainerRecord withRdt(List<String> newRdt) {
    return with(annotations, phase, cgroups, init, startSteps, hooks, callersKeyring, unit, newRdt);
  }

  /** The same container, about which more is told, or something else by the same names. */
  public ContainerRecord withAnnotations(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(annotations);
    all.putAll(more);
    return with(all, phase, cgroups, init, startSteps, hooks, callersKeyring, unit, rdt);
  }

  private ContainerRecord with(
      Map<String, String> newAnnotations,
      Phase newPhase,
      List<String> newCgroups,
      Optional<ProcessIdentity> newInit,
      List<StartStep> newStartSteps,
      List<String> newHooks,
      boolean newCallersKeyring,
      Optional<ServiceUnit> newUnit,
      List<String> newRdt) {
    return new ContainerRecord(
        id,
        ociVersion,
        bundle,
        rootfs,
        created,
        ownerUid,
        newAnnotations,
        ownPidNamespace,
        creator,
        newPhase,
        newCgroups,
        newInit,
        newStartSteps,
        newHooks,
        newCallersKeyring,
        newUnit,
        newRdt);
  }
}
