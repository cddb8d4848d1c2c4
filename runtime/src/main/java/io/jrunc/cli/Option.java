package io.jrunc.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * An option of a command.
 *
 * @param name such as {@code --bundle}
 * @param shortName such as {@code -b}; empty for none
 * @param value what stands for its value in the help, such as {@code DIR}; empty for a flag
 * @param description one sentence for the help; empty for an option that the help leaves out
 * @param repeatable whether each value counts; else the last one does
 */
record Option(String name, String shortName, String value, String description, boolean repeatable) {

  static Option flag(String name, String shortName, String description) {
    return new Option(name, shortName, "", description, false);
  }

  static Option flag(String name, String description) {
    return new Option(name, "", "", description, false);
  }

  static Option valued(String name, String shortName, String value, String description) {
    return new Option(name, shortName, value, description, false);
  }

  static Option valued(String name, String value, String description) {
    return new Option(name, "", value, description, false);
  }

  static Option repeated(String name, String shortName, String value, String description) {
    return new Option(name, shortName, value, description, true);
  }

  boolean isFlag() {
    return value.isEmpty();
  }

  boolean isHidden() {
    return description.isEmpty();
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    if (!shortName.isEmpty()) {
      names.add(shortName);
    }
    names.add(name);
    return names;
  }

  /** Whether the word is one of its names; engines write one dash before a long one as well. */
  boolean isCalled(String word) {
    return word.equals(name)
        || (!shortName.isEmpty() && word.equals(shortName))
        || (word.length() == name.length() - 1 && name.endsWith(word) && word.startsWith("-"));
  }
}
