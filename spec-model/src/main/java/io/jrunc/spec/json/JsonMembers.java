package io.jrunc.spec.json;

import io.jrunc.spec.Word;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the members of an object to write, leaving out what is absent. */
final class JsonMembers {
  private final Map<String, Object> members = new LinkedHashMap<>();

  /** What was collected, for {@link JsonText}. */
  Map<String, Object> toMap() {
    return members;
  }

  /** A text or a number, left out when null. */
  JsonMembers value(String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  /** An unsigned 64-bit number, left out when null. */
  JsonMembers uint64(String name, @Nullable Long value) {
    if (value != null && value < 0) {
      return value(name, new BigInteger(Long.toUnsignedString(value)));
    }
    return value(name, value);
  }

  /** A word, left out when null. */
  JsonMembers word(String name, @Nullable Word word) {
    return value(name, word == null ? null : word.word());
  }

  /** A flag, left out when false. */
  JsonMembers flag(String name, boolean flag) {
    return value(name, flag ? true : null);
  }

  /** A list of texts or numbers, left out when empty. */
  JsonMembers values(String name, List<?> values) {
    return value(name, values.isEmpty() ? null : values);
  }

  /** A list of words, left out when empty. */
  JsonMembers words(String name, List<? extends Word> words) {
    return values(name, texts(words));
  }

  /** An object of texts, left out when empty. */
  JsonMembers map(String name, Map<String, ?> map) {
    return value(name, map.isEmpty() ? null : map);
  }

  /** An object, left out when null but not when empty. */
  JsonMembers object(String name, @Nullable JsonMembers object) {
    return value(name, object == null ? null : object.members);
  }

  /** An object, left out when empty. */
  JsonMembers objectIfAny(String name, JsonMembers object) {
    return map(name, object.members);
  }

  /** A list of objects, left out when empty. */
  JsonMembers objects(String name, List<JsonMembers> objects) {
    List<Object> values = new ArrayList<>();
    for (JsonMembers object : objects) {
      values.add(object.members);
    }
    return values(name, values);
  }

  static List<String> texts(List<? extends Word> words) {
    List<String> texts = new ArrayList<>();
    for (Word word : words) {
      texts.add(word.word());
    }
    return texts;
  }
}
