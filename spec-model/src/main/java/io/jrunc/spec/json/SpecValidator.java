package io.jrunc.spec.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds config.json against our JSON schema: finds what {@link SpecReader} finds and also what is
 * wrong with the texts, such as a relative path where an absolute one must be.
 *
 * <p>Loads the schema library and databind, so it is only for when somebody wants to know.
 */
public final class SpecValidator {
  private static final String SCHEMA = "config.schema.json";

  private SpecValidator() {}

  /**
   * Everything that is wrong with a config.json, in the order of the pointers, each once; empty for
   * a good one.
   */
  public static List<SpecProblem> validate(byte[] document) {
    TreeSet<SpecProblem> problems = new TreeSet<>(SpecProblemOrder.BY_POINTER);
    try {
      SpecReader.read(document);
    } catch (InvalidSpecException e) {
      problems.addAll(e.problems());
    }
    problems.addAll(schemaProblems(document));
    return List.copyOf(problems);
  }

  /** What the schema alone finds wrong; nothing with a document that is no JSON. */
  static List<SpecProblem> schemaProblems(byte[] document) {
    Object tree;
    try {
      tree = JsonTree.parse(document, new ArrayList<>());
    } catch (InvalidSpecException e) {
      return List.of();
    }
    Object schema = JsonTree.parse(schemaDocument(), new ArrayList<>());
    SchemaProblems words = new SchemaProblems(schema, tree);
    List<SpecProblem> problems = new ArrayList<>();
    for (Error error : compile(schema).validate(node(tree))) {
      problems.add(words.problem(error));
    }
    return problems;
  }

  private static Schema compile(@Nullable Object schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(node(schema));
  }

  private static byte[] schemaDocument() {
    try (InputStream in = SpecValidator.class.getResourceAsStream(SCHEMA)) {
      return Objects.requireNonNull(in, SCHEMA).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value as databind has it, without the members that are null. */
  private static JsonNode node(@Nullable Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Map<?, ?> members) {
      return object(members);
    }
    if (value instanceof List<?> elements) {
      ArrayNode array = nodes.arrayNode();
      for (Object element : elements) {
        array.add(node(element));
      }
      return array;
    }
    if (value instanceof String text) {
      return nodes.textNode(text);
    }
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    if (value instanceof Long number) {
      return nodes.numberNode(number);
    }
    if (value instanceof BigInteger number) {
      return nodes.numberNode(number);
    }
    if (value instanceof Double) {
      return nodes.numberNode(0.5); // a schema takes 1.0 for an integer, the reader does not
    }
    return nodes.nullNode();
  }

  private static ObjectNode object(Map<?, ?> members) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (member.getValue() != null) {
        object.set((String) member.getKey(), node(member.getValue()));
      }
    }
    return object;
  }
}
