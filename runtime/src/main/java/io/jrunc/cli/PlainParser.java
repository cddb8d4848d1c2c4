package io.jrunc.cli;

import io.jrunc.host.CallingProcess;
import java.util.List;
import java.util.Optional;

/**
 * Reads options ({@code --name value}, {@code --name=value}, {@code -n value} and flags) and
 * parameters in any order, but where a parameter takes the rest, options only before. Gives up at
 * anything else, for picocli to judge.
 */
final class PlainParser {
  private final Syntax syntax;
  private final List<String> words;
  private final Arguments arguments;
  private int next;

  PlainParser(Syntax syntax, List<String> words, CallingProcess caller) {
    this.syntax = syntax;
    this.words = words;
    this.arguments = new Arguments(caller);
  }

  /** What the words say; empty when it isn't plain, or not what the command takes. */
  Optional<Arguments> parse() {
    while (next < words.size()) {
      String word = words.get(next);
      if (word.equals("--")) {
        next++;
        takeParameters();
      } else if (syntax.takesRest() && !word.startsWith("-")) {
        takeParameters();
      } else if (!word.startsWith("-")) {
        arguments.addParameter(word);
        next++;
      } else if (!takeOption(word)) {
        return Optional.empty();
      }
    }
    int given = arguments.parameterCount();
    boolean tooMany = given > syntax.parameters().size() && !syntax.takesRest();
    return given >= syntax.required() && !tooMany ? Optional.of(arguments) : Optional.empty();
  }

  /** Reads the options before the first parameter; false when one of them isn't plain. */
  boolean readLeading() {
    while (next < words.size() && words.get(next).startsWith("-")) {
      if (!takeOption(words.get(next))) {
        return false;
      }
    }
    return true;
  }

  /** What has been read so far. */
  Arguments arguments() {
    return arguments;
  }

  /** The words that are not read yet. */
  List<String> rest() {
    return words.subList(next, words.size());
  }

  private boolean takeOption(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = syntax.option(name).orElse(null);
    if (option == null) {
      return false;
    }
    next++;
    if (equals >= 0) {
      return takeValue(option, word.substring(equals + 1));
    }
    if (option.isFlag()) {
      return takeValue(option, "true");
    }
    return next < words.size() && takeValue(option, words.get(next++));
  }

  private boolean takeValue(Option option, String value) {
    if (option.isFlag() && !value.equals("true") && !value.equals("false")) {
      return false;
    }
    arguments.add(option, value);
    return true;
  }

  private void takeParameters() {
    while (next < words.size()) {
      arguments.addParameter(words.get(next++));
    }
  }
}
