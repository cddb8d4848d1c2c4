package io.jrunc.cli;

import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkProblem;
import io.jrunc.network.NetworkReading;
import io.jrunc.network.NetworkRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those options of {@code box} that are about its network: each means the annotation like it. */
final class NetworkOptions {
  private static final List<Option> ALL =
      List.of(
          BoxOptions.NETWORK,
          BoxOptions.PUBLISH,
          BoxOptions.IP,
          BoxOptions.SUBNET,
          BoxOptions.IPV6,
          BoxOptions.MTU,
          BoxOptions.DNS);

  private NetworkOptions() {}

  /**
   * The network that they ask for.
   *
   * @throws UsageException naming the first option that has no meaning
   */
  static Optional<NetworkRequest> request(Arguments arguments) {
    Map<String, String> annotations = new HashMap<>();
    for (Option option : ALL) {
      List<String> values = arguments.values(option);
      if (!values.isEmpty()) {
        annotations.put(
            annotation(option),
            option.repeatable() ? String.join(",", values) : values.get(values.size() - 1));
      }
    }
    NetworkReading reading = NetworkAnnotations.read(annotations);
    if (!reading.problems().isEmpty()) {
      throw refusal(reading.problems().get(0));
    }
    return reading.request();
  }

  private static String annotation(Option option) {
    return option.name().equals(BoxOptions.NETWORK.name())
        ? NetworkAnnotations.MODE
        : NetworkAnnotations.PREFIX + option.name().substring(2);
  }

  private static UsageException refusal(NetworkProblem problem) {
    for (Option option : ALL) {
      if (annotation(option).equals(problem.annotation())) {
        String value = problem.value().isPresent() ? "\"" + problem.value().get() + "\" " : "";
        String message = problem.message().replace("without a mode", "without --network");
        return new UsageException(option.name() + ": " + value + message);
      }
    }
    throw new IllegalStateException(problem.annotation());
  }
}
