package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser takes what Jackson takes, refuses what Jackson refuses, and finds the same values. */
final class JsonTreeTest {
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "[[]]",
        "[{}, [ ] ,1]",
        " [ ] ",
        "0",
        "-0",
        "-1",
        "[1.0, 1e3, -1.5E-3, 0.1]",
        "[1E+2, 0e0, 0.0]",
        "true",
        "[true,false,null]",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0041\\u00e9\\uD83D\\uDE00 \\ud83d\"",
        "\"é😀\\né\"",
        "{\"\":1,\"a\\u0062\":2}",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "999999999999999999",
        "-999999999999999999",
        "123456789012345678901234567890",
        "\t\r\n[1\n,\r2]\n",
        "\"\u007f\"",
      })
  void goodDocumentsAreRead(String document) throws Exception {
    // as texts: Jackson has whole numbers of another type
    assertThat(String.valueOf(parse(bytes(document))))
        .isEqualTo(String.valueOf(JACKSON.readValue(document, Object.class)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "]",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{1:2}",
        "{\"a\" 1}",
        "{'a':1}",
        "-",
        "01",
        "-01",
        "1.",
        ".1",
        "1e",
        "1e+",
        "+1",
        "1x",
        "0x1",
        "NaN",
        "Infinity",
        "-Infinity",
        "tru",
        "True",
        "nul",
        "nulls",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u１234\"",
        "\"\n\"",
        "\"a\\n\t\"",
        "\"\u0000\"",
        "// x\n1",
        "/**/1",
        "# x",
        "\ufeff{}",
        "\u00a01",
        "\f1",
        "[1}",
        "{\"a\":1]",
        "1 1",
        "{} {}",
        "\u0000",
        "[\"a\"\"b\"]",
      })
  void badDocumentsAreRefused(String document) {
    assertThatThrownBy(() -> JACKSON.readValue(document, Object.class))
        .isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> parse(bytes(document)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageMatching("(is not valid json: .+|has more after .+) at line \\d+, column \\d+");
  }

  @Test
  void wholeNumbersAreLongsAsLongAsTheyFit() {
    assertThat(parse(bytes("[1,9223372036854775807,-9223372036854775808,9223372036854775808]")))
        .isEqualTo(
            List.of(
                1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE)));
  }

  @Test
  void depthAndNumbersHaveALimit() {
    assertThat(parse(bytes("[".repeat(500) + "]".repeat(500)))).isInstanceOf(List.class);
    assertThatThrownBy(() -> parse(bytes("[".repeat(501) + "]".repeat(501))))
        .hasMessage("is not valid json: the nesting depth is more than 500 at line 1, column 501");
    assertThat(parse(bytes("9".repeat(1000)))).isInstanceOf(BigInteger.class);
    assertThatThrownBy(() -> parse(bytes("9".repeat(1001))))
        .hasMessageContaining("a number is longer than 1000 digits");
  }

  @Test
  void aNameThatIsThereTwiceIsAProblemOfItsPlace() {
    List<SpecProblem> problems = new ArrayList<>();

    assertThat(JsonTree.parse(bytes("{\"a\":[{\"b\":1,\"b\":2}]}"), problems))
        .isEqualTo(Map.of("a", List.of(Map.of("b", 2L))));
    assertThat(problems).containsExactly(new SpecProblem("/a/0/b", "is there twice"));
  }

  @Test
  void damagedDocumentsAreJudgedAsJacksonJudgesThem() throws IOException {
    byte[] good = SpecWriterTest.resource("maximal.json");
    byte[] bytes = bytes("{}[]:,\"\\0123456789.eE+-truefalsn/ \t\n\u0001é");
    Random random = new Random(20);
    for (int round = 0; round < 5000; round++) {
      byte[] damaged = good.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        damaged[random.nextInt(damaged.length)] = bytes[random.nextInt(bytes.length)];
      }
      assertThat(ours(damaged))
          .as(new String(damaged, StandardCharsets.ISO_8859_1))
          .isEqualTo(jacksons(damaged));
    }
  }

  /** The value as text, or nothing when the document is refused. */
  private static String ours(byte[] document) {
    try {
      return String.valueOf(parse(document));
    } catch (InvalidSpecException e) {
      return "";
    }
  }

  private static String jacksons(byte[] document) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
      return String.valueOf(JACKSON.readValue(text, Object.class));
    } catch (JacksonException | CharacterCodingException e) {
      return "";
    }
  }

  private static @Nullable Object parse(byte[] document) {
    return JsonTree.parse(document, new ArrayList<>());
  }

  private static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }
}
