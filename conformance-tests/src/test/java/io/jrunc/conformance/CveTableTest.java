package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ATTACKS.md and the tests that are marked with {@link Cve} say the same. */
class CveTableTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+IT\\.\\w+)`");

  @Test
  void theTableNamesTheTestsOfEachNumber() throws ClassNotFoundException {
    assertThat(tableRows()).isEqualTo(markedTests());
  }

  @Test
  void aRowWithoutTestsSaysWhyItDoesNotApply() {
    assertThat(rows()).isNotEmpty();
    assertThat(rows())
        .allSatisfy(
            row ->
                assertThat(tests(row).isEmpty())
                    .as(row)
                    .isEqualTo(row.contains("| does not apply: ")));
  }

  /** Numbers with the tests that the table names. */
  private static Map<String, List<String>> tableRows() {
    Map<String, List<String>> all = new TreeMap<>();
    for (String row : rows()) {
      if (!tests(row).isEmpty()) {
        all.put(row.split("\\|", -1)[1].strip(), tests(row));
      }
    }
    return all;
  }

  private static List<String> rows() {
    return HostFiles.read("ATTACKS.md")
        .lines()
        .filter(line -> line.startsWith("| CVE-") || line.startsWith("| GHSA-"))
        .toList();
  }

  private static List<String> tests(String row) {
    String last = row.split("\\|", -1)[4];
    return TEST.matcher(last).results().map((MatchResult m) -> m.group(1)).sorted().toList();
  }

  /** Numbers with the tests that are marked with them. */
  private static Map<String, List<String>> markedTests() throws ClassNotFoundException {
    Map<String, List<String>> all = new TreeMap<>();
    for (String name : HostFiles.names(Path.of("src/test/java/io/jrunc/conformance"))) {
      if (name.endsWith("IT.java")) {
        String type = name.substring(0, name.length() - ".java".length());
        Class<?> tests = Class.forName(CveTableTest.class.getPackageName() + "." + type);
        for (Method method : tests.getDeclaredMethods()) {
          Cve cve = method.getAnnotation(Cve.class);
          for (String number : cve == null ? new String[0] : cve.value()) {
            all.computeIfAbsent(number, key -> new ArrayList<>())
                .add(type + "." + method.getName());
          }
        }
      }
    }
    all.values().forEach(tests -> tests.sort(null));
    return all;
  }
}
