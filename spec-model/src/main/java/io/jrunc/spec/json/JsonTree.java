package io.jrunc.spec.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON strictly into maps, lists, strings, booleans, {@link BigInteger} or {@link Long}
 * (whole numbers), {@link Double} (others) and null.
 *
 * <p>Stands in for databind's tree, which takes four times as long to load in a fresh JVM.
 */
final class JsonTree {
  /**
   * Knows the names that documents have had, up to some thousands: one that is known needs no
   * string of its own.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final JsonParser parser;
  private final List<SpecProblem> problems;

  private JsonTree(JsonParser parser, List<SpecProblem> problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * The value of the document. A name that is there twice in an object is added to the problems.
   *
   * @throws InvalidSpecException when it is no UTF-8 or no JSON
   */
  static @Nullable Object parse(byte[] document, List<SpecProblem> problems) {
    char[] text = decode(document);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw broken("is empty");
      }
      Object value = new JsonTree(parser, problems).value(JsonPlace.ROOT);
      if (parser.nextToken() != null) {
        throw broken("has more after the end of the value", parser.currentTokenLocation());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw broken(reason(e), e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: the source is in memory
    }
  }

  /** Has Java 25 do now what it takes 17 ms for: initialize {@link java.math.BigDecimal}. */
  static void load() {
    parse(new byte[] {'0'}, new ArrayList<>());
  }

  private static char[] decode(byte[] document) {
    ByteBuffer bytes = ByteBuffer.wrap(document);
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes);
      char[] chars = new char[text.remaining()];
      text.get(chars);
      return chars;
    } catch (CharacterCodingException e) {
      throw broken("is not valid utf-8 at byte " + bytes.position());
    }
  }

  private @Nullable Object value(JsonPlace place) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(place);
      case START_ARRAY -> array(place);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> wholeNumber();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("unexpected token " + token);
    };
  }

  private Map<String, @Nullable Object> object(JsonPlace place) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonPlace member = place.at(name);
      parser.nextToken();
      if (members.containsKey(name)) {
        problems.add(new SpecProblem(member.pointer(), "is there twice"));
      }
      members.put(name, value(member));
    }
    return members;
  }

  private List<@Nullable Object> array(JsonPlace place) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(place.at(elements.size())));
    }
    return elements;
  }

  private Object wholeNumber() throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return parser.getBigIntegerValue();
    }
    return parser.getLongValue();
  }

  private static InvalidSpecException broken(String message) {
    return new InvalidSpecException(List.of(new SpecProblem("", message)));
  }

  private static InvalidSpecException broken(String message, @Nullable JsonLocation where) {
    return where == null
        ? broken(message)
        : broken(message + " at line " + where.getLineNr() + ", column " + where.getColumnNr());
  }

  /** Jackson's sentence in our form, without its remarks on its own settings. */
  private static String reason(JsonProcessingException e) {
    String reason = e.getOriginalMessage();
    int end = reason.indexOf(" (start marker");
    String kept = end < 0 ? reason : reason.substring(0, end);
    return "is not valid json: "
        + kept.substring(0, 1).toLowerCase(Locale.ROOT)
        + kept.substring(1);
  }
}
