package io.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.engine.LimitSource;
import io.jrunc.host.CallingProcess;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitOptionsTest {

  @Test
  void everyOptionHasItsPlace() {
    assertThat(
            parse(
                "--blkio-weight=500",
                "--cpu-period=1",
                "--cpu-quota=-1",
                "--cpu-burst=3",
                "--cpu-share",
                "4",
                "--cpu-rt-period=5",
                "--cpu-rt-runtime=6",
                "--cpuset-cpus=0-1",
                "--cpuset-mems=0",
                "--cpu-idle=1",
                "--memory=64m",
                "--memory-reservation=32m",
                "--memory-swap",
                "-1",
                "--pids-limit=0",
                "--kernel-memory=1g",
                "--kernel-memory-tcp=1g"))
        .isEqualTo(
            SpecReader.readResources(
                """
                {
                  "memory": {"limit": 67108864, "reservation": 33554432, "swap": -1},
                  "cpu": {"period": 1, "quota": -1, "burst": 3, "shares": 4, "idle": 1,
                    "realtimePeriod": 5, "realtimeRuntime": 6, "cpus": "0-1", "mems": "0"},
                  "blockIO": {"weight": 500},
                  "pids": {"limit": 0}
                }
                """
                    .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void noOptionAndAnEmptyOneMeanNoChange() {
    assertThat(parse()).isEqualTo(Resources.none());
    assertThat(parse("--memory=", "--cpu-share", "", "--cpuset-cpus=")).isEqualTo(Resources.none());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "12b, 12",
    "1k, 1024",
    "2K, 2048",
    "1kb, 1024",
    "1KiB, 1024",
    "3 mb, 3145728",
    "1.5g, 1610612736",
    "0.5m, 524288",
    "1t, 1099511627776",
    "8191p, 9222246136947933184",
    "-1, -1"
  })
  void sizesHaveTheUnitsThatEnginesWrite(String text, long bytes) {
    Memory memory = parse("--memory", text).memory();
    assertThat(memory.limit()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "--memory, 3x",
    "--memory, m",
    "--memory, -2",
    "--memory, 1..5g",
    "--memory, 1.",
    "--memory, .5g",
    "--memory, 1ib2",
    "--memory, 1i",
    "--memory, 8192p",
    "--memory, 99999999999999999999",
    "--memory-swap, 1e3",
    "--memory-reservation, 0x10"
  })
  void whatIsNoSizeIsRefused(String option, String value) {
    assertThatThrownBy(() -> parse(option, value))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            option
                + ": \""
                + value
                + "\" is not a size in bytes, such as 64m or 1.5g, or -1 for no limit");
  }

  @ParameterizedTest
  @CsvSource({
    "--cpu-share, -1, is not a count",
    "--cpu-period, 1s, is not a count",
    "--cpu-burst, +5, is not a count",
    "--cpu-rt-period, 0x1, is not a count",
    "--cpu-quota, 1.5, is not a whole number",
    "--cpu-rt-runtime, --5, is not a whole number",
    "--pids-limit, many, is not a whole number",
    "--cpu-idle, 2, is neither 0 nor 1",
    "--blkio-weight, 1001, is not from 10 to 1000",
  })
  void aValueWithoutMeaningIsRefusedByItsOption(String option, String value, String problem) {
    assertThatThrownBy(() -> parse(option, value))
        .isInstanceOf(UsageException.class)
        .hasMessage(option + ": \"" + value + "\" " + problem);
  }

  @Test
  void aLimitIsCalledByItsOption() {
    LimitSource source = source("--memory=1g");
    assertThat(source.name("/memory/limit")).isEqualTo("--memory");
    assertThat(source.name("/memory/swap")).isEqualTo("--memory-swap");
    assertThat(source.name("/cpu/realtimePeriod")).isEqualTo("--cpu-rt-period");
    assertThat(source.name("/unified/io.max")).isEqualTo("/unified/io.max");
  }

  private static Resources parse(String... words) {
    return source(words).read();
  }

  private static LimitSource source(String... words) {
    List<String> line = new ArrayList<>(List.of("update", "web1"));
    line.addAll(List.of(words));
    return LimitOptions.source(Invocation.of(line, CallingProcess.self(Map.of())).arguments());
  }
}
