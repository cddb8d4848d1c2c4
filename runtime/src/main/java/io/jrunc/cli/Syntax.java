package io.jrunc.cli;

import java.util.List;
import java.util.Optional;

/**
 * What a command takes.
 *
 * @param name the word that calls it
 * @param summary one line for the list of commands
 * @param options in the order of the help
 * @param parameters what follows, in order: {@code ID}, in brackets when it may be left out; a last
 *     one with three dots takes the rest, and then options end where parameters begin
 */
record Syntax(String name, String summary, List<Option> options, List<String> parameters) {

  Syntax {
    options = List.copyOf(options);
    parameters = List.copyOf(parameters);
  }

  /** The option with that name, long or short. */
  Optional<Option> option(String word) {
    for (Option option : options) {
      if (option.isCalled(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** How many parameters there must be. */
  int required() {
    int required = 0;
    for (String parameter : parameters) {
      required += isOptional(parameter) ? 0 : 1;
    }
    return required;
  }

  /** Whether the last parameter is a command line with options of its own. */
  boolean takesRest() {
    return !parameters.isEmpty() && isRest(parameters.get(parameters.size() - 1));
  }

  static boolean isRest(String parameter) {
    return parameter.contains("...");
  }

  static boolean isOptional(String parameter) {
    return parameter.startsWith("[");
  }
}
