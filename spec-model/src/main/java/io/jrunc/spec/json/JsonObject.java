package io.jrunc.spec.json;

import io.jrunc.spec.Word;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a document, asked member by member for values of a type.
 *
 * <p>A member that is null counts as absent, as config writers in Go write null for an empty list.
 * A value that is missing or of the wrong type becomes a problem and a stand-in, so that one pass
 * finds all problems; whoever made the root must look at them before using what was read.
 */
final class JsonObject {
  private static final long MAX_UINT32 = 0xffff_ffffL;

  private final Map<?, ?> members;
  private final JsonPlace place;
  private final List<SpecProblem> problems;

  private JsonObject(Map<?, ?> members, JsonPlace place, List<SpecProblem> problems) {
    this.members = members;
    this.place = place;
    this.problems = problems;
  }

  /** The object that is the whole document; problems are added to the list. */
  static JsonObject root(@Nullable Object document, List<SpecProblem> problems) {
    return of(document, JsonPlace.ROOT, problems);
  }

  private static JsonObject of(
      @Nullable Object value, JsonPlace place, List<SpecProblem> problems) {
    if (value instanceof Map<?, ?> members) {
      return new JsonObject(members, place, problems);
    }
    wrongType(problems, place, "an object", value);
    return new JsonObject(Map.of(), place, new ArrayList<>());
  }

  /** An optional text; one that is empty counts as absent. */
  @Nullable String text(String name) {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    String text = stringAt(place.at(name), value);
    return text.isEmpty() ? null : text;
  }

  /** A text that must be there and not be empty. */
  String requiredText(String name) {
    Object value = members.get(name);
    if (value == null) {
      problem(name, "is required");
      return "";
    }
    String text = stringAt(place.at(name), value);
    if (value instanceof String && text.isEmpty()) {
      problem(name, "must not be empty");
    }
    return text;
  }

  /** A flag, false when absent. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(optionalFlag(name));
  }

  /** A flag whose absence means something else than false. */
  @Nullable Boolean optionalFlag(String name) {
    Object value = members.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    wrongType(problems, place.at(name), "a boolean", value);
    return null;
  }

  /** A flag that must be there. */
  boolean requiredFlag(String name) {
    require(name);
    return flag(name);
  }

  /** A whole number within the bounds, both included. */
  @Nullable Long number(String name, long min, long max) {
    Object value = members.get(name);
    return value == null ? null : (Long) numberAt(place.at(name), value, min, max);
  }

  /** A whole number within the bounds that must be there. */
  long requiredNumber(String name, long min, long max) {
    require(name);
    return numberOr(name, 0, min, max);
  }

  /** A whole number within the bounds, with a value for its absence. */
  long numberOr(String name, long absent, long min, long max) {
    Long number = number(name, min, max);
    return number == null ? absent : number;
  }

  /** A whole number within bounds that fit an int. */
  @Nullable Integer smallNumber(String name, int min, int max) {
    Long number = number(name, min, max);
    return number == null ? null : (Integer) number.intValue();
  }

  @Nullable Long int64(String name) {
    return number(name, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Nullable Long uint32(String name) {
    return number(name, 0, MAX_UINT32);
  }

  long requiredUint32(String name) {
    return requiredNumber(name, 0, MAX_UINT32);
  }

  /** An unsigned 64-bit number, those above the largest signed one as a negative long. */
  @Nullable Long uint64(String name) {
    Object value = members.get(name);
    if (value instanceof BigInteger big && big.signum() >= 0 && big.bitLength() <= Long.SIZE) {
      return big.longValue();
    }
    if (value instanceof BigInteger || (value instanceof Long number && number < 0)) {
      problem(name, "must be between 0 and 18446744073709551615, not " + value);
      return null;
    }
    return number(name, 0, Long.MAX_VALUE);
  }

  long requiredUint64(String name) {
    require(name);
    Long number = uint64(name);
    return number == null ? 0 : number;
  }

  /** A member of a vocabulary; absent (or empty) is null. */
  <W extends Word> @Nullable W word(String name, W[] vocabulary) {
    String text = text(name);
    return text == null ? null : wordAt(place.at(name), text, vocabulary);
  }

  /** A member of a vocabulary that must be there. */
  <W extends Word> W requiredWord(String name, W[] vocabulary) {
    require(name);
    Object value = members.get(name);
    return value == null ? vocabulary[0] : wordAt(place.at(name), value, vocabulary);
  }

  /** A list of members of a vocabulary, null when absent. */
  <W extends Word> @Nullable List<W> optionalWords(String name, W[] vocabulary) {
    if (members.get(name) == null) {
      return null;
    }
    List<W> words = new ArrayList<>();
    for (Object value : elements(name)) {
      words.add(wordAt(place.at(name).at(words.size()), value, vocabulary));
    }
    return words;
  }

  /** A list of members of a vocabulary, empty when absent. */
  <W extends Word> List<W> words(String name, W[] vocabulary) {
    List<W> words = optionalWords(name, vocabulary);
    return words == null ? List.of() : words;
  }

  /** A list of texts, empty when absent. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object value : elements(name)) {
      texts.add(stringAt(place.at(name).at(texts.size()), value));
    }
    return texts;
  }

  /** A list of texts that must hold at least one. */
  List<String> requiredTexts(String name) {
    List<String> texts = texts(name);
    if (members.get(name) == null) {
      problem(name, "is required");
    } else if (members.get(name) instanceof List<?> list && list.isEmpty()) {
      problem(name, "must not be empty");
    }
    return texts;
  }

  /** A list of unsigned 32-bit numbers, empty when absent. */
  List<Long> uint32s(String name) {
    List<Long> numbers = new ArrayList<>();
    for (Object value : elements(name)) {
      numbers.add(numberAt(place.at(name).at(numbers.size()), value, 0, MAX_UINT32));
    }
    return numbers;
  }

  /** An object of texts, empty when absent. */
  Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Object value = members.get(name);
    if (value == null) {
      return texts;
    }
    for (Map.Entry<?, ?> entry : of(value, place.at(name), problems).members.entrySet()) {
      String key = keyAt(place.at(name), entry);
      if (entry.getValue() != null) {
        texts.put(key, stringAt(place.at(name).at(key), entry.getValue()));
      }
    }
    return texts;
  }

  @Nullable JsonObject object(String name) {
    Object value = members.get(name);
    return value == null ? null : of(value, place.at(name), problems);
  }

  /** An object, with no members when it is absent. */
  JsonObject objectOrEmpty(String name) {
    JsonObject object = object(name);
    return object == null ? new JsonObject(Map.of(), place.at(name), problems) : object;
  }

  /** An object that must be there; its stand-in reports nothing more. */
  JsonObject requiredObject(String name) {
    if (members.get(name) != null) {
      return of(members.get(name), place.at(name), problems);
    }
    problem(name, "is required");
    return new JsonObject(Map.of(), place.at(name), new ArrayList<>());
  }

  /** A list of objects, empty when absent. */
  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object value : elements(name)) {
      objects.add(of(value, place.at(name).at(objects.size()), problems));
    }
    return objects;
  }

  /** An object of objects, empty when absent. */
  Map<String, JsonObject> objectMap(String name) {
    Map<String, JsonObject> objects = new LinkedHashMap<>();
    Object value = members.get(name);
    if (value == null) {
      return objects;
    }
    for (Map.Entry<?, ?> entry : of(value, place.at(name), problems).members.entrySet()) {
      String key = keyAt(place.at(name), entry);
      if (entry.getValue() != null) {
        objects.put(key, of(entry.getValue(), place.at(name).at(key), problems));
      }
    }
    return objects;
  }

  /** The name of a member of a member, as a word of a vocabulary. */
  <W extends Word> W nameAsWord(String name, String inner, W[] vocabulary) {
    return wordAt(place.at(name).at(inner), inner, vocabulary);
  }

  /** Adds a problem of a member. */
  void problem(String name, String message) {
    problems.add(new SpecProblem(place.at(name).pointer(), message));
  }

  private void require(String name) {
    if (members.get(name) == null) {
      problem(name, "is required");
    }
  }

  private String keyAt(JsonPlace where, Map.Entry<?, ?> member) {
    String key = (String) member.getKey();
    if (key.isEmpty()) {
      problems.add(new SpecProblem(where.at(key).pointer(), "must have a name"));
    }
    checkCharacters(where.at(key), key);
    return key;
  }

  private List<?> elements(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    wrongType(problems, place.at(name), "an array", value);
    return List.of();
  }

  private String stringAt(JsonPlace where, @Nullable Object value) {
    if (value instanceof String text) {
      checkCharacters(where, text);
      return text;
    }
    wrongType(problems, where, "a string", value);
    return "";
  }

  /** JSON can escape what no path, argument or name can hold: it would be cut or replaced later. */
  private void checkCharacters(JsonPlace where, String text) {
    if (text.indexOf('\0') >= 0) {
      problems.add(new SpecProblem(where.pointer(), "must not contain a nul character"));
    }
    for (int i = 0; i < text.length(); i++) {
      if (JsonText.isLoneSurrogate(text, i)) {
        problems.add(new SpecProblem(where.pointer(), "must not contain half a surrogate pair"));
        return;
      }
    }
  }

  private long numberAt(JsonPlace where, @Nullable Object value, long min, long max) {
    if (value instanceof Long number && number >= min && number <= max) {
      return number;
    }
    if (value instanceof Long || value instanceof BigInteger) {
      String bounds = "must be between " + min + " and " + max + ", not " + value;
      problems.add(new SpecProblem(where.pointer(), bounds));
    } else {
      wrongType(problems, where, "a whole number", value);
    }
    return 0;
  }

  private <W extends Word> W wordAt(JsonPlace where, @Nullable Object value, W[] vocabulary) {
    if (!(value instanceof String text)) {
      wrongType(problems, where, "a string", value);
      return vocabulary[0];
    }
    StringBuilder known = new StringBuilder();
    for (W word : vocabulary) {
      if (word.word().equals(text)) {
        return word;
      }
      known.append(known.length() == 0 ? "" : ", ").append(word.word());
    }
    String message = "must be one of " + known + ", not " + JsonText.compact(text);
    problems.add(new SpecProblem(where.pointer(), message));
    return vocabulary[0];
  }

  private static void wrongType(
      List<SpecProblem> problems, JsonPlace where, String wanted, @Nullable Object value) {
    String message = "must be " + wanted + ", not " + typeName(value);
    problems.add(new SpecProblem(where.pointer(), message));
  }

  /** What a value of {@link JsonTree} is, for a message. */
  static String typeName(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    return value instanceof Double ? "the fraction " + value : "a number";
  }
}
