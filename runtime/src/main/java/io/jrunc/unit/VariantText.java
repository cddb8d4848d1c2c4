package io.jrunc.unit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads values as GLib writes them: {@code true}, {@code 5}, {@code uint64 5}, {@code 'text'},
 * {@code ['a', 'b']}, {@code @au [1, 2]}, {@code ('a', 1)}, {@code {'k': 1}}, {@code <1>}. A whole
 * number is an {@code int32} and one with a point a {@code double}, unless a type is named.
 */
final class VariantText {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("boolean", "b"),
          Map.entry("byte", "y"),
          Map.entry("int16", "n"),
          Map.entry("uint16", "q"),
          Map.entry("int32", "i"),
          Map.entry("uint32", "u"),
          Map.entry("int64", "x"),
          Map.entry("uint64", "t"),
          Map.entry("double", "d"),
          Map.entry("string", "s"),
          Map.entry("objectpath", "o"),
          Map.entry("signature", "g"));
  private static final int DEEPEST = 32;

  private final String text;
  private int at;
  private int depth;

  VariantText(String text) {
    this.text = text;
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if it is none, with what is wrong
   */
  TypedValue read() {
    TypedValue value = value(Optional.empty());
    skipBlanks();
    if (at < text.length()) {
      throw problem("has more than one value");
    }
    return value;
  }

  private static IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(
        what + "; values are written like true, 5, uint64 5, 'text', ['a', 'b']");
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    skipBlanks();
    if (at == text.length()) {
      throw problem(text.isBlank() ? "is empty" : "ends too early");
    }
    return text.charAt(at);
  }

  private boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw problem("has '" + text.charAt(at) + "' in place of '" + wanted + "'");
    }
  }

  private TypedValue value(Optional<String> wanted) {
    if (++depth > DEEPEST) {
      throw problem("is nested too deeply");
    }
    TypedValue value =
        switch (peek()) {
          case '\'', '"' -> string(wanted);
          case '[' -> array(wanted);
          case '{' -> dictionary(wanted);
          case '(' -> tuple(wanted);
          case '<' -> variant(wanted);
          case '@' -> annotated(wanted);
          default -> word(wanted);
        };
    depth--;
    return value;
  }

  private TypedValue annotated(Optional<String> wanted) {
    at++;
    int start = at;
    while (at < text.length() && "bynqiuxtdsogva(){}".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String signature = text.substring(start, at);
    if (signature.isEmpty() || TypedValue.endOfType(signature, 0) != signature.length()) {
      throw problem("has the unknown type @" + signature);
    }
    return value(Optional.of(agreed(wanted, signature)));
  }

  private static String agreed(Optional<String> wanted, String found) {
    if (wanted.isPresent() && !wanted.get().equals(found)) {
      throw problem("has the type " + found + " where " + wanted.get() + " is expected");
    }
    return found;
  }

  private TypedValue word(Optional<String> wanted) {
    int start = at;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("true") || word.equals("false")) {
      return new TypedValue(agreed(wanted, "b"), word.equals("true"));
    }
    String named = TYPES.get(word);
    if (named != null) {
      return value(Optional.of(agreed(wanted, named)));
    }
    if (word.isEmpty() || Character.isLetter(word.charAt(0))) {
      throw problem("is not a value");
    }
    return number(word, wanted);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
  }

  private static TypedValue number(String word, Optional<String> wanted) {
    String digits = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
    if (digits.startsWith("-") || digits.startsWith("+")) {
      throw problem("has the number " + word);
    }
    boolean hexadecimal = digits.startsWith("0x");
    boolean fraction = !hexadecimal && (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0);
    String type = wanted.orElse(fraction ? "d" : "i");
    try {
      if (type.equals("d")) {
        return new TypedValue("d", Double.valueOf(word));
      }
      boolean octal = digits.length() > 1 && digits.startsWith("0") && !hexadecimal;
      int radix = hexadecimal ? 16 : octal ? 8 : 10;
      BigInteger amount = new BigInteger(hexadecimal ? digits.substring(2) : digits, radix);
      return whole(word, word.startsWith("-") ? amount.negate() : amount, type);
    } catch (NumberFormatException e) {
      throw problem("has the number " + word);
    }
  }

  private static TypedValue whole(String word, BigInteger number, String type) {
    boolean signed = "nix".contains(type);
    int bits =
        switch (type) {
          case "y" -> 8;
          case "n", "q" -> 16;
          case "i", "u" -> 32;
          case "x", "t" -> 64;
          default -> throw problem("has a number where " + type + " is expected");
        };
    boolean fits =
        signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
    if (!fits) {
      throw problem("has " + word + ", which is out of range");
    }
    return new TypedValue(type, number.longValue());
  }

  private TypedValue string(Optional<String> wanted) {
    String type = wanted.orElse("s");
    if (!"sog".contains(type)) {
      throw problem("has a text where " + type + " is expected");
    }
    return new TypedValue(type, quoted());
  }

  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      content.append(c == '\\' ? escaped() : c);
    }
    if (at == text.length()) {
      throw problem("has a text without its last quote");
    }
    at++;
    if (content.indexOf("\0") >= 0) {
      throw problem("has a text with a zero");
    }
    return content.toString();
  }

  private char escaped() {
    if (at == text.length()) {
      throw problem("ends too early");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000b';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    int end = at + 4;
    if (end > text.length()) {
      throw problem("ends too early");
    }
    String digits = text.substring(at, end);
    at = end;
    try {
      return (char) Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      throw problem("has the character \\u" + digits);
    }
  }

  private TypedValue array(Optional<String> wanted) {
    at++;
    if (wanted.isPresent() && !wanted.get().startsWith("a")) {
      throw problem("has an array where " + wanted.get() + " is expected");
    }
    Optional<String> type = wanted.map(signature -> signature.substring(1));
    List<Object> values = new ArrayList<>();
    while (!accept(']')) {
      if (!values.isEmpty()) {
        expect(',');
      }
      TypedValue value = value(type);
      type = Optional.of(value.signature());
      values.add(value.value());
    }
    if (type.isEmpty()) {
      throw problem("has an empty array without its type, as in @as []");
    }
    return new TypedValue("a" + type.get(), values);
  }

  private TypedValue tuple(Optional<String> wanted) {
    at++;
    List<Object> values = new ArrayList<>();
    StringBuilder signature = new StringBuilder("(");
    int next = 1;
    while (!accept(')')) {
      if (!values.isEmpty()) {
        expect(',');
        if (accept(')')) {
          break; // as in ('a',)
        }
      }
      Optional<String> type = Optional.empty();
      if (wanted.isPresent()) {
        int end = TypedValue.endOfType(wanted.get(), next);
        type = end < 0 ? Optional.empty() : Optional.of(wanted.get().substring(next, end));
        next = end;
      }
      TypedValue value = value(type);
      signature.append(value.signature());
      values.add(value.value());
    }
    if (values.isEmpty()) {
      throw problem("has an empty tuple");
    }
    return new TypedValue(agreed(wanted, signature.append(')').toString()), values);
  }

  private TypedValue dictionary(Optional<String> wanted) {
    at++;
    Optional<String> keyType = Optional.empty();
    Optional<String> valueType = Optional.empty();
    if (wanted.isPresent()) {
      if (!wanted.get().startsWith("a{")) {
        throw problem("has a dictionary where " + wanted.get() + " is expected");
      }
      keyType = Optional.of(wanted.get().substring(2, 3));
      valueType = Optional.of(wanted.get().substring(3, wanted.get().length() - 1));
    }
    List<Object> entries = new ArrayList<>();
    while (!accept('}')) {
      if (!entries.isEmpty()) {
        expect(',');
      }
      TypedValue key = value(keyType);
      expect(':');
      TypedValue value = value(valueType);
      keyType = Optional.of(key.signature());
      valueType = Optional.of(value.signature());
      entries.add(List.of(key.value(), value.value()));
    }
    if (keyType.isEmpty() || valueType.isEmpty()) {
      throw problem("has an empty dictionary without its type, as in @a{sv} {}");
    }
    return new TypedValue("a{" + keyType.get() + valueType.get() + "}", entries);
  }

  private TypedValue variant(Optional<String> wanted) {
    at++;
    TypedValue value = value(Optional.empty());
    expect('>');
    return new TypedValue(agreed(wanted, "v"), value);
  }
}
