package io.jrunc.spec.linux;

import io.jrunc.spec.IdMapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only Linux containers have.
 *
 * @param namespaces those to create or to join; a type that is not listed is inherited
 * @param uidMappings user ids of the user namespace
 * @param gidMappings group ids of the user namespace
 * @param timeOffsets clocks of a new time namespace
 * @param devices device nodes beside the default ones
 * @param netDevices network devices to move into the container, by their name outside
 * @param cgroupsPath absolute: below the cgroup mounts; relative: below where the runtime decides;
 *     absent: the runtime decides
 * @param resources limits of the cgroup
 * @param intelRdt absent leaves cache and bandwidth unlimited
 * @param memoryPolicy NUMA policy; absent leaves the inherited one
 * @param sysctl kernel parameters by name
 * @param seccomp absent filters no system call
 * @param rootfsPropagation a word such as {@code rslave}; absent leaves it to the runtime
 * @param maskedPaths absolute paths that cannot be read inside
 * @param readonlyPaths absolute paths that cannot be written inside
 * @param mountLabel SELinux context of the mounts
 * @param personality execution domain; absent leaves the inherited one
 */
public record Linux(
    List<Namespace> namespaces,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings,
    Map<Clock, TimeOffset> timeOffsets,
    List<Device> devices,
    Map<String, NetDevice> netDevices,
    @Nullable String cgroupsPath,
    Resources resources,
    @Nullable IntelRdt intelRdt,
    @Nullable MemoryPolicy memoryPolicy,
    Map<String, String> sysctl,
    @Nullable Seccomp seccomp,
    @Nullable String rootfsPropagation,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    @Nullable String mountLabel,
    @Nullable Personality personality) {

  /** Copies the collections. */
  public Linux {
    namespaces = List.copyOf(namespaces);
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
    timeOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(timeOffsets));
    devices = List.copyOf(devices);
    netDevices = Collections.unmodifiableMap(new LinkedHashMap<>(netDevices));
    sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
  }

  /** The same with other namespaces. */
  public Linux withNamespaces(List<Namespace> others) {
    return new Linux(
        others,
        uidMappings,
        gidMappings,
        timeOffsets,
        devices,
        netDevices,
        cgroupsPath,
        resources,
        intelRdt,
        memoryPolicy,
        sysctl,
        seccomp,
        rootfsPropagation,
        maskedPaths,
        readonlyPaths,
        mountLabel,
        personality);
  }

  /** The same with other limits. */
  public Linux withResources(Resources other) {
    return new Linux(
        namespaces,
        uidMappings,
        gidMappings,
        timeOffsets,
        devices,
        netDevices,
        cgroupsPath,
        other,
        intelRdt,
        memoryPolicy,
        sysctl,
        seccomp,
        rootfsPropagation,
        maskedPaths,
        readonlyPaths,
        mountLabel,
        personality);
  }

  /** What an absent {@code linux} means: nothing is created, limited or hidden. */
  public static Linux none() {
    return new Linux(
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        null,
        Resources.none(),
        null,
        null,
        Map.of(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        null);
  }
}
