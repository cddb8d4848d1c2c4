package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No namespace is listed twice, and what acts on a namespace is given only where the container has
 * one of its own: else it would act on the host.
 */
final class NamespaceRule {
  /** The size of the kernel's field. */
  private static final int MAX_NAME_LENGTH = 64;

  private NamespaceRule() {}

  static void check(Spec spec, Problems problems) {
    List<Namespace> namespaces = spec.linux().namespaces();
    Set<NamespaceType> types = EnumSet.noneOf(NamespaceType.class);
    for (int i = 0; i < namespaces.size(); i++) {
      Namespace namespace = namespaces.get(i);
      String pointer = "/linux/namespaces/" + i;
      if (!types.add(namespace.type())) {
        problems.add(pointer, namespace.type().word() + " is listed twice");
      }
      if (namespace.path() != null) {
        problems.isAbsolutePath(pointer + "/path", namespace.path());
      }
    }
    if (!types.contains(NamespaceType.MOUNT)) {
      refuseMounts(spec, problems);
    }
    name("/hostname", spec.hostname(), types, problems);
    name("/domainname", spec.domainname(), types, problems);
    if (!spec.linux().timeOffsets().isEmpty() && !creates(spec.linux(), NamespaceType.TIME)) {
      problems.add("/linux/timeOffsets", "needs a new time namespace");
    }
  }

  private static void refuseMounts(Spec spec, Problems problems) {
    needsMountNamespace(!spec.mounts().isEmpty(), "/mounts", problems);
    needsMountNamespace(spec.root().readonly(), "/root/readonly", problems);
    needsMountNamespace(!spec.linux().devices().isEmpty(), "/linux/devices", problems);
    needsMountNamespace(!spec.linux().maskedPaths().isEmpty(), "/linux/maskedPaths", problems);
    needsMountNamespace(!spec.linux().readonlyPaths().isEmpty(), "/linux/readonlyPaths", problems);
    needsMountNamespace(
        spec.linux().rootfsPropagation() != null, "/linux/rootfsPropagation", problems);
  }

  private static void needsMountNamespace(boolean used, String pointer, Problems problems) {
    if (used) {
      problems.add(pointer, "needs a mount namespace");
    }
  }

  private static void name(
      String pointer, @Nullable String name, Set<NamespaceType> types, Problems problems) {
    if (name == null) {
      return;
    }
    if (!types.contains(NamespaceType.UTS)) {
      problems.add(pointer, "needs a uts namespace");
    }
    if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_NAME_LENGTH) {
      problems.refuse(pointer, name, "is longer than " + MAX_NAME_LENGTH + " bytes");
    }
  }

  /** Whether the container gets a new namespace of this type. */
  static boolean creates(Linux linux, NamespaceType type) {
    for (Namespace namespace : linux.namespaces()) {
      if (namespace.type() == type) {
        return namespace.path() == null;
      }
    }
    return false;
  }

  /** Whether the container has a namespace of this type that isn't simply the caller's. */
  static boolean separates(Linux linux, NamespaceType type) {
    for (Namespace namespace : linux.namespaces()) {
      if (namespace.type() == type) {
        return true;
      }
    }
    return false;
  }
}
