package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.HostFiles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of what engines rely on, CONTRACTS.md, names tests that there are. */
class ContractsTableTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");

  @Test
  void everyContractNamesTestsThatThereAre() {
    List<String> rows =
        HostFiles.read("CONTRACTS.md")
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| contract "))
            .toList();
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(TEST.matcher(row).find()).isTrue());
    assertThat(rows)
        .flatMap(row -> TEST.matcher(row).results().toList())
        .allSatisfy(name -> assertThat(isTest(name)).as(name.group()).isTrue());
  }

  private static boolean isTest(MatchResult name) throws ClassNotFoundException {
    Class<?> type = Class.forName(ContractsTableTest.class.getPackageName() + "." + name.group(1));
    return Arrays.stream(type.getDeclaredMethods())
        .map(Method::getName)
        .anyMatch(name.group(2)::equals);
  }
}
