package io.jrunc.box;

import io.jrunc.spec.Spec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The config.json of a box.
 *
 * @param spec all of it; its root path is absolute or {@code rootfs}
 * @param origins JSON pointers of what options have put there, each with the option as it was given
 */
public record BoxConfig(Spec spec, Map<String, String> origins) {

  /** Copies the collections. */
  public BoxConfig {
    origins = Map.copyOf(new LinkedHashMap<>(origins));
  }

  /**
   * A message about the config.json in words of the command line: nobody who gave an option has
   * seen the field that came of it.
   *
   * @param message which begins with a pointer, if it is about a field
   */
  public String explain(String message) {
    String about = message.startsWith("config.json: ") ? message.substring(13) : message;
    for (Map.Entry<String, String> origin : origins.entrySet()) {
      String pointer = origin.getKey();
      int colon = about.indexOf(": ");
      if (colon >= pointer.length() && about.startsWith(pointer)) {
        char next = about.charAt(pointer.length());
        if (next == ':' || next == '/') {
          return origin.getValue() + about.substring(colon);
        }
      }
    }
    return about;
  }
}
