package io.jrunc.cli;

import io.jrunc.host.CallingProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was given to a command: collected by a parser, asked by the command. */
final class Arguments {
  private final CallingProcess caller;
  private final Map<String, List<String>> options = new HashMap<>();
  private final List<String> parameters = new ArrayList<>();

  /** Nothing was given yet by this caller. */
  Arguments(CallingProcess caller) {
    this.caller = caller;
  }

  void add(Option option, String value) {
    List<String> values = options.get(option.name());
    if (values == null) {
      values = new ArrayList<>();
      options.put(option.name(), values);
    }
    values.add(value);
  }

  void addParameter(String parameter) {
    parameters.add(parameter);
  }

  int parameterCount() {
    return parameters.size();
  }

  boolean has(Option flag) {
    return Boolean.parseBoolean(last(flag));
  }

  /** The last value counts, as everywhere. */
  Optional<String> value(Option option) {
    return Optional.ofNullable(last(option));
  }

  /** All values of a repeatable option, in order. */
  List<String> values(Option option) {
    List<String> values = options.get(option.name());
    return values == null ? List.of() : List.copyOf(values);
  }

  /**
   * A file or folder, absolute.
   *
   * @throws UsageException for a relative one when there is no current directory
   */
  Optional<Path> path(Option option) {
    String value = last(option);
    return value == null ? Optional.empty() : Optional.of(absolute(value));
  }

  /** The same, or the current folder. */
  Path pathOrHere(Option option) {
    String value = last(option);
    return absolute(value == null ? "" : value);
  }

  /**
   * A whole number that isn't negative.
   *
   * @throws UsageException when it is something else
   */
  int count(Option option, int absent) {
    String value = last(option);
    if (value == null) {
      return absent;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9' || i == 9) {
        throw new UsageException(option.name() + ": \"" + value + "\" is not a count");
      }
    }
    if (value.isEmpty()) {
      throw new UsageException(option.name() + ": \"\" is not a count");
    }
    return Integer.parseInt(value);
  }

  /** A parameter that the parser has made sure of. */
  String parameter(int index) {
    return parameters.get(index);
  }

  Optional<String> optionalParameter(int index) {
    return index < parameters.size() ? Optional.of(parameters.get(index)) : Optional.empty();
  }

  /** The parameters from this one on: what is given for one that takes the rest. */
  List<String> parametersFrom(int index) {
    return index < parameters.size()
        ? List.copyOf(parameters.subList(index, parameters.size()))
        : List.of();
  }

  private @Nullable String last(Option option) {
    List<String> values = options.get(option.name());
    return values == null ? null : values.get(values.size() - 1);
  }

  /** As seen from the caller's current directory, which may be removed. */
  Path absolute(String path) {
    if (path.startsWith("/")) {
      return Path.of(path);
    }
    if (caller.directory().isEmpty()) {
      throw new UsageException("\"" + path + "\": the current directory is removed");
    }
    return path.isEmpty() ? caller.directory().get() : caller.directory().get().resolve(path);
  }

  /** Who gave them. */
  CallingProcess caller() {
    return caller;
  }
}
