package io.jrunc.spec.json;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what the schema library reports into the words that {@link SpecReader} uses. */
final class SchemaProblems {
  private static final Map<String, String> TYPES =
      Map.of(
          "object", "an object",
          "array", "an array",
          "string", "a string",
          "boolean", "a boolean",
          "integer", "a whole number");

  private final @Nullable Object schema;
  private final @Nullable Object document;

  /** Takes both as trees of {@link JsonTree}. */
  SchemaProblems(@Nullable Object schema, @Nullable Object document) {
    this.schema = schema;
    this.document = document;
  }

  SpecProblem problem(Error error) {
    NodePath where = error.getInstanceLocation();
    Object rule = find(schema, error.getSchemaLocation().getFragment(), 1);
    Object value = find(document, where, 0);
    return switch (error.getKeyword()) {
      case "required" -> member(where, argument(error, 0), "is required");
      case "dependentRequired" ->
          member(where, argument(error, 0), "is required with " + argument(error, 1));
      case "propertyNames" -> member(where, argument(error, 0), "must have a name");
      case "additionalProperties" -> {
        String name = argument(error, 0);
        yield member(where, name, "must be " + title(rule) + ", not " + JsonText.compact(name));
      }
      default -> new SpecProblem(where.toString(), message(error, rule, value));
    };
  }

  private static String message(Error error, @Nullable Object rule, @Nullable Object value) {
    return switch (error.getKeyword()) {
      case "type" -> {
        String wanted = TYPES.get(String.valueOf(of(rule, "type")));
        yield "must be " + wanted + ", not " + JsonObject.typeName(value);
      }
      case "minimum", "maximum" ->
          "must be between "
              + of(rule, "minimum")
              + " and "
              + of(rule, "maximum")
              + ", not "
              + value;
      case "minLength", "minItems" -> "must not be empty";
      case "enum" -> word(rule, value);
      case "pattern" -> form(rule, String.valueOf(value));
      case "not" -> "must be " + title(rule);
      default -> error.getMessage();
    };
  }

  private static String form(@Nullable Object rule, String text) {
    return text.isEmpty()
        ? "must not be empty"
        : "must be " + title(rule) + ", not " + JsonText.compact(text);
  }

  private static String word(@Nullable Object rule, @Nullable Object value) {
    if (!(value instanceof String text)) {
      return "must be a string, not " + JsonObject.typeName(value);
    }
    StringBuilder known = new StringBuilder();
    for (Object word : (List<?>) of(rule, "enum")) {
      known.append(known.length() == 0 || "".equals(word) ? "" : ", ").append(word);
    }
    return "must be one of " + known + ", not " + JsonText.compact(text);
  }

  private static SpecProblem member(NodePath object, String name, String message) {
    return new SpecProblem(object.append(name).toString(), message);
  }

  private static String argument(Error error, int index) {
    return String.valueOf(error.getArguments()[index]);
  }

  private static String title(@Nullable Object rule) {
    return String.valueOf(of(rule, "title"));
  }

  private static Object of(@Nullable Object rule, String name) {
    Object value = rule instanceof Map<?, ?> members ? members.get(name) : null;
    return value == null ? "" : value;
  }

  /** The value at the path in the tree, without so many last parts. */
  private static @Nullable Object find(@Nullable Object tree, NodePath path, int without) {
    Object value = tree;
    for (int i = 0; i < path.getNameCount() - without; i++) {
      Object part = path.getElement(i);
      if (value instanceof Map<?, ?> members) {
        value = members.get(String.valueOf(part));
      } else if (value instanceof List<?> elements && part instanceof Integer index) {
        value = elements.get(index);
      }
    }
    return value;
  }
}
