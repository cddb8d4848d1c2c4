package io.jrunc.host;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.HostLacksException;
import io.jrunc.plan.NamespaceFlag;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks what the namespaces are that a configuration joins. */
final class NamespaceReader {
  private final Kernel kernel;
  private final ProcFiles proc;

  NamespaceReader(Kernel kernel, ProcFiles proc) {
    this.kernel = kernel;
    this.proc = proc;
  }

  Map<String, NamespaceKind> read(List<Namespace> namespaces) {
    Map<String, NamespaceKind> kinds = new HashMap<>();
    Optional<FileStatus> user = joinedUser(namespaces);
    for (int i = 0; i < namespaces.size(); i++) {
      Namespace namespace = namespaces.get(i);
      if (namespace.path() != null) {
        look("/linux/namespaces/" + i, namespace.type(), namespace.path(), user)
            .ifPresent(kind -> kinds.put(namespace.path(), kind));
      }
    }
    return kinds;
  }

  /** Whether our mount namespace belongs to our user namespace, and not to one above it. */
  boolean ownsMounts() {
    String path = proc.path("self/ns/mnt").toString();
    try (Fd mounts = kernel.files().open(path, OpenFlag.O_RDONLY)) {
      return belongs(mounts, own(NamespaceType.USER));
    }
  }

  private Optional<FileStatus> joinedUser(List<Namespace> namespaces) {
    for (Namespace namespace : namespaces) {
      if (namespace.type() == NamespaceType.USER && namespace.path() != null) {
        try {
          return Optional.of(kernel.files().statx(namespace.path()));
        } catch (KernelException e) {
          return Optional.empty(); // it is looked at once more, and reported then
        }
      }
    }
    return Optional.empty();
  }

  private Optional<NamespaceKind> look(
      String pointer, NamespaceType type, String path, Optional<FileStatus> user) {
    try (Fd namespace = kernel.files().open(path, OpenFlag.O_RDONLY)) {
      checkType(pointer, type, namespace);
      if (kernel.files().statx(namespace).sameFile(own(type))) {
        return Optional.of(NamespaceKind.OWN);
      }
      boolean ofUser =
          user.isPresent() && type != NamespaceType.USER && belongs(namespace, user.get());
      return Optional.of(ofUser ? NamespaceKind.OF_JOINED_USER : NamespaceKind.OTHER);
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw new HostLacksException(pointer, path + ": " + e.errno().text());
    }
  }

  private void checkType(String pointer, NamespaceType type, Fd namespace) {
    String wrong = namespace + " is not a namespace of the type " + type.word();
    try {
      if (kernel.namespaces().nsGetNstype(namespace) != NamespaceFlag.of(type)) {
        throw new HostLacksException(pointer, wrong);
      }
    } catch (KernelException e) {
      throw new HostLacksException(pointer, wrong);
    }
  }

  private FileStatus own(NamespaceType type) {
    return kernel.files().statx(proc.path("self/ns/" + file(type)).toString());
  }

  private boolean belongs(Fd namespace, FileStatus user) {
    try (Fd owner = kernel.namespaces().nsGetUserns(namespace)) {
      return kernel.files().statx(owner).sameFile(user);
    } catch (KernelException e) {
      if (e.errno() == Errno.EPERM) {
        return false; // its owner is above us, so it isn't one that we could join
      }
      throw e;
    }
  }

  /** The name in /proc/PID/ns. */
  static String file(NamespaceType type) {
    return switch (type) {
      case NETWORK -> "net";
      case MOUNT -> "mnt";
      case PID, IPC, UTS, USER, CGROUP, TIME -> type.word();
    };
  }
}
