package io.jrunc.bundle;

import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkProblem;
import io.jrunc.network.NetworkReading;
import io.jrunc.network.NetworkRequest;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;

/**
 * A network is asked for in annotations that have a meaning, of a container that gets a network
 * namespace of its own: what another program has made is not ours to change.
 */
final class NetworkRule {
  private NetworkRule() {}

  static void check(Spec spec, Problems problems) {
    NetworkReading reading = NetworkAnnotations.read(spec.annotations());
    for (NetworkProblem problem : reading.problems()) {
      String pointer = pointer(problem.annotation());
      if (problem.value().isPresent()) {
        problems.refuse(pointer, problem.value().get(), problem.message());
      } else {
        problems.add(pointer, problem.message());
      }
    }
    if (reading.request().isPresent()) {
      checkContainer(reading.request().get(), problems);
      checkNamespace(reading.request().get(), spec, problems);
    }
  }

  private static String pointer(String annotation) {
    return "/annotations/" + annotation.replace("~", "~0").replace("/", "~1");
  }

  private static void checkContainer(NetworkRequest request, Problems problems) {
    try {
      if (request.container().isPresent()) {
        new ContainerId(request.container().get());
      }
    } catch (InvalidContainerIdException e) {
      problems.add(pointer(NetworkAnnotations.MODE), String.valueOf(e.getMessage()));
    }
  }

  private static void checkNamespace(NetworkRequest request, Spec spec, Problems problems) {
    String asking =
        pointer(
            spec.annotations().containsKey(NetworkAnnotations.MODE)
                ? NetworkAnnotations.MODE
                : NetworkAnnotations.PUBLISH);
    List<Namespace> namespaces = spec.linux().namespaces();
    for (int i = 0; i < namespaces.size(); i++) {
      Namespace namespace = namespaces.get(i);
      if (namespace.type() == NamespaceType.NETWORK) {
        if (namespace.path() != null) {
          problems.add(asking, "cannot be had: /linux/namespaces/" + i + " has a path");
        }
        return;
      }
    }
    if (request.mode() != NetworkMode.HOST) {
      problems.add(asking, "needs a new network namespace in /linux/namespaces");
    }
  }
}
