package io.jrunc.box;

import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.spec.IdMapping;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a box is that has a network. */
final class BoxNetwork {
  /** The last group that the kernel takes for {@code ping_group_range}. */
  private static final long LAST_GROUP = Integer.MAX_VALUE;

  private final NetworkRequest request;
  private final BoxHost host;

  BoxNetwork(NetworkRequest request, BoxHost host) {
    this.request = request;
    this.host = host;
  }

  Map<String, String> annotations() {
    return NetworkAnnotations.write(request);
  }

  /** Which option asked for which annotation, by JSON pointer. */
  Map<String, String> origins() {
    Map<String, String> origins = new HashMap<>();
    for (Map.Entry<String, String> annotation : annotations().entrySet()) {
      String name = annotation.getKey();
      origins.put("/annotations/" + name, option(name, annotation.getValue()));
    }
    return origins;
  }

  private String option(String annotation, String value) {
    String option = option(annotation);
    boolean isEnough =
        annotation.equals(NetworkAnnotations.PUBLISH) // the message says which of them
            || annotation.equals(NetworkAnnotations.IPV6);
    return isEnough ? option : option + " " + value;
  }

  /** The option that is called as the annotation is. */
  private static String option(String annotation) {
    return annotation.equals(NetworkAnnotations.MODE)
        ? "--network"
        : "--" + annotation.substring(NetworkAnnotations.PREFIX.length());
  }

  /**
   * In a network of its own, where all ports are the box's, anybody may listen at any of them, and
   * ping.
   */
  Map<String, String> sysctls() {
    if (!request.mode().leadsOut()) {
      return Map.of();
    }
    Map<String, String> sysctls = new LinkedHashMap<>();
    sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
    sysctls.put("net.ipv4.ping_group_range", "0 " + lastGroup());
    return sysctls;
  }

  /** A range must not have groups that the box doesn't know. */
  private long lastGroup() {
    if (!host.separatesUsers()) {
      return LAST_GROUP;
    }
    long next = 0;
    for (IdMapping mapping : host.gidMappings()) {
      if (mapping.containerId() == next) {
        next += mapping.size();
      }
    }
    return Math.min(next - 1, LAST_GROUP);
  }

  /** Whether it has other names and name servers than the host. */
  boolean hasOwnNames() {
    return hasOwnNames(request);
  }

  static boolean hasOwnNames(NetworkRequest request) {
    return request.mode().leadsOut() || request.mode() == NetworkMode.CONTAINER;
  }

  /** Whether it shares the host's devices. */
  boolean isHosts() {
    return request.mode() == NetworkMode.HOST;
  }
}
