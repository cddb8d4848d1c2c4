package io.jrunc.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Samples SAMPLES =
      Samples.parse(
          List.of(
              "run\twarm\twall\t3400",
              "run\twarm\tcpu\t1200",
              "run\trunc\twall\t25000",
              "exec\twarm\twall\t3000",
              "exec\trunc\twall\t20000",
              "hundred-8\twarm\twall\t2500",
              "hundred-8\trunc\twall\t20000",
              "engine\twarm\trss-KiB\t81920",
              "engine\twarm\tgrowth-KiB\t512",
              "engine\twarm\tcontainers\t2000",
              "engine\twarm\tthreads\t21",
              "phases\twarm\t1\t110",
              "phases\twarm\t1\t130",
              "phases\twarm\t2\t2000",
              "exec-phases\twarm\t2\t500"));

  private final Table table = new Table(SAMPLES, runtimes());

  private static Map<String, String> runtimes() {
    Map<String, String> runtimes = new LinkedHashMap<>();
    runtimes.put("warm", "jrunc warm");
    runtimes.put("runc", "runc 1.1.5");
    return runtimes;
  }

  @Test
  void aFigureIsToldWithItsRatioToRunc() {
    assertThat(table.figures())
        .isEqualTo(
            """
            | | jrunc warm | runc 1.1.5 |
            |---|--:|--:|
            | `run` of `true` | 3.40 ms (0.14) | 25.0 ms |
            | `exec` of `true` | 3.00 ms (0.15) | 20.0 ms |
            | containers a second, 8 at a time | 400 /s (8.00) | 50.0 /s |
            """);
  }

  @Test
  void aResultHasOneDigitMoreWhereItWouldLookLikeTheLimit() {
    Samples samples = Samples.parse(List.of("run\twarm\twall\t3024", "run\tnew-crun\twall\t6000"));
    assertThat(new Table(samples, runtimes()).goals())
        .endsWith("| `run` warm, to today's crun | ≤ 0.50 | 0.504 | **missed** |\n");
  }

  @Test
  void aGoalIsReachedOrMissed() {
    assertThat(table.goals())
        .isEqualTo(
            """
            | goal | limit | measured | |
            |---|--:|--:|---|
            | `run` warm, to runc | ≤ 0.15 | 0.14 | reached |
            | `exec` warm, to runc | ≤ 0.12 | 0.15 | **missed** |
            | containers a second, 8 at a time warm, to runc | ≥ 6.00 | 8.00 | reached |
            | idle engine | ≤ 75.0 MiB | 80.0 MiB | **missed** |
            """);
  }

  @Test
  void theEngineHasASentence() {
    assertThat(table.engine())
        .isEqualTo(
            "The idle engine has 80.0 MiB in memory, 0.50 MiB more than 2000 containers before, and"
                + " 21 threads.\n");
  }

  @Test
  void whatIsWaitedForIsTheMedianOfEachPhase() {
    assertThat(table.phases())
        .isEqualTo(
            """
            | a warm `run` waits, while | |
            |---|--:|
            | the client begins, and asks | 0.12 ms |
            | the engine reads, plans, and writes the first record | 2.00 ms |

            | a warm `exec` waits, while | |
            |---|--:|
            | the engine reads and plans | 0.50 ms |
            """);
  }

  @Test
  void detailsSayHowFarTimesAreSpread() {
    assertThat(table.details()).contains("| run | jrunc warm | 3.40 | 3.40 | 3.40 | 1.20 |\n");
  }

  @Test
  void thePictureHasABarForEachFigure() {
    String svg = new Bars(SAMPLES, runtimes()).svg();

    assertThat(svg)
        .contains(">3.40 ms, 0.14 ×</text>", ">25.0 ms</text>", ">400 /s, 8.00 ×</text>")
        .doesNotContain("`");
  }
}
