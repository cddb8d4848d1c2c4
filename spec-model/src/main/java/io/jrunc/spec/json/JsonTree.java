package io.jrunc.spec.json;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON strictly (RFC 8259) into maps, lists, strings, booleans, {@link BigInteger} or {@link
 * Long} (whole numbers), {@link Double} (others) and null.
 *
 * <p>Not Jackson's parser: a fresh JVM would have to initialize {@link java.math.BigDecimal} for
 * it, and Java 25 squares large numbers there, which takes as long as half a JVM's start. As the
 * interpreter runs this, it looks at bytes, which is the cheapest.
 */
final class JsonTree {
  /** As Jackson has them: nobody's document is like that, and no stack or time is used up. */
  private static final int DEEPEST = 500, LONGEST_NUMBER = 1000;

  private static final int END = -1;

  /** Any whole number with so many digits fits into a long. */
  private static final int DIGITS_OF_A_LONG = 18;

  private final byte[] text;
  private final List<SpecProblem> problems;
  private int at;
  private int depth;

  private JsonTree(byte[] text, List<SpecProblem> problems) {
    this.text = text;
    this.problems = problems;
  }

  /**
   * The value of the document. A name that is there twice in an object is added to the problems.
   *
   * @throws InvalidSpecException when it is no UTF-8 or no JSON
   */
  static @Nullable Object parse(byte[] document, List<SpecProblem> problems) {
    checkEncoding(document);
    JsonTree tree = new JsonTree(document, problems);
    if (tree.next() == END) {
      throw broken("is empty");
    }
    Object value = tree.value(JsonPlace.ROOT);
    if (tree.next() != END) {
      throw broken("has more after the end of the value" + tree.place());
    }
    return value;
  }

  private static void checkEncoding(byte[] document) {
    int ascii = 0;
    while (ascii < document.length && document[ascii] >= 0) {
      ascii++;
    }
    if (ascii == document.length) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(document);
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes);
    } catch (CharacterCodingException e) {
      throw broken("is not valid utf-8 at byte " + bytes.position());
    }
  }

  /** The first byte that is no white space; it is not consumed. */
  private int next() {
    while (at < text.length) {
      int c = text[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c & 0xff;
      }
      at++;
    }
    return END;
  }

  private @Nullable Object value(JsonPlace place) {
    int c = next();
    if (c == '"') {
      return string();
    }
    if (c == '{') {
      return object(place);
    }
    if (c == '[') {
      return array(place);
    }
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (c == 't') {
      return word("true", true);
    }
    if (c == 'f') {
      return word("false", false);
    }
    if (c == 'n') {
      return word("null", null);
    }
    throw unexpected("a value");
  }

  private Map<String, @Nullable Object> object(JsonPlace place) {
    enter();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (boolean more = next() != '}'; more; more = continues('}')) {
      if (next() != '"') {
        throw unexpected("a name in double quotes");
      }
      String name = string();
      if (next() != ':') {
        throw unexpected("a colon");
      }
      at++;
      JsonPlace member = place.at(name);
      if (members.containsKey(name)) {
        problems.add(new SpecProblem(member.pointer(), "is there twice"));
      }
      members.put(name, value(member));
    }
    leave();
    return members;
  }

  private List<@Nullable Object> array(JsonPlace place) {
    enter();
    List<@Nullable Object> elements = new ArrayList<>();
    for (boolean more = next() != ']'; more; more = continues(']')) {
      elements.add(value(place.at(elements.size())));
    }
    leave();
    return elements;
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw invalid("the nesting depth is more than " + DEEPEST);
    }
    at++;
  }

  private void leave() {
    depth--;
    at++;
  }

  /** Whether a comma comes, which is consumed, and not the end. */
  private boolean continues(char end) {
    int c = next();
    if (c == ',') {
      at++;
      return true;
    }
    if (c != end) {
      throw unexpected("a comma or '" + end + "'");
    }
    return false;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        throw unexpected(word);
      }
    }
    return value;
  }

  private String string() {
    int start = ++at;
    int all = 0;
    int c = peek();
    while (c != '"' && c != '\\' && c >= ' ') {
      all |= c;
      at++;
      c = peek();
    }
    if (c != '"') {
      return escapedString(start);
    }
    String string =
        new String(
            text,
            start,
            at - start,
            all < 0x80 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    at++;
    return string;
  }

  private String escapedString(int start) {
    StringBuilder string = new StringBuilder();
    int from = start;
    for (int c = peek(); c != '"'; c = peek()) {
      if (c < ' ') {
        throw unexpected("the end of the text"); // control characters have to be escaped
      }
      at++;
      if (c == '\\') {
        string.append(new String(text, from, at - 1 - from, StandardCharsets.UTF_8));
        string.append(escaped());
        from = at;
      }
    }
    string.append(new String(text, from, at - from, StandardCharsets.UTF_8));
    at++;
    return string.toString();
  }

  private char escaped() {
    int known = "\"\\/bfnrtu".indexOf(peek());
    if (known < 0) {
      throw unexpected("what can follow a backslash");
    }
    at++;
    char c = "\"\\/\b\f\n\r\tu".charAt(known);
    return c == 'u' ? fourDigits() : c;
  }

  private char fourDigits() {
    int c = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() >= 0x80) {
        throw unexpected("four hexadecimal digits");
      }
      c = c << 4 | digit;
    }
    return (char) c;
  }

  private Object number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
      if (isDigit(peek())) {
        throw invalid("a number begins with a zero");
      }
    } else {
      digits();
    }
    boolean isWhole = true;
    if (peek() == '.') {
      at++;
      digits();
      isWhole = false;
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
      isWhole = false;
    }
    return number(new String(text, start, at - start, StandardCharsets.ISO_8859_1), isWhole);
  }

  private Object number(String number, boolean isWhole) {
    if (number.length() > LONGEST_NUMBER) {
      throw invalid("a number is longer than " + LONGEST_NUMBER + " digits");
    }
    if (!isWhole) {
      return Double.parseDouble(number);
    }
    if (number.length() <= DIGITS_OF_A_LONG) {
      return Long.parseLong(number);
    }
    BigInteger large = new BigInteger(number);
    return large.bitLength() < Long.SIZE ? (Object) large.longValue() : large;
  }

  private void digits() {
    if (!isDigit(peek())) {
      throw unexpected("a digit");
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private int peek() {
    return at < text.length ? text[at] & 0xff : END;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private InvalidSpecException unexpected(String expected) {
    int rest = Math.min(text.length - at, 4); // what a character has at most
    String found =
        rest == 0 ? "it ends" : found(new String(text, at, rest, StandardCharsets.UTF_8));
    return invalid(found + " where " + expected + " is expected");
  }

  private static String found(String text) {
    int c = text.codePointAt(0);
    return Character.isISOControl(c)
        ? "there is the control character " + c
        : "there is '" + Character.toString(c) + "'";
  }

  private InvalidSpecException invalid(String reason) {
    return broken("is not valid json: " + reason + place());
  }

  /** Where we are, counted from one: in lines, and in characters of the line. */
  private String place() {
    int line = 1;
    int start = 0;
    for (int i = 0; i < at; i++) {
      boolean isHalf = text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n';
      if (text[i] == '\n' || (text[i] == '\r' && !isHalf)) {
        line++;
        start = i + 1;
      }
    }
    int column = 1 + new String(text, start, at - start, StandardCharsets.UTF_8).length();
    return " at line " + line + ", column " + column;
  }

  private static InvalidSpecException broken(String message) {
    return new InvalidSpecException(List.of(new SpecProblem("", message)));
  }
}
