package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.Resources;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResourceChangeTest {

  @Test
  void whatIsNotNamedStays() {
    assertThat(
            applied(
                "{'memory': {'limit': 1, 'swappiness': 5}, 'pids': {'limit': 7}}",
                "{'memory': {'limit': 2}, 'cpu': {'shares': 3}}"))
        .isEqualTo(
            json(
                "{'memory': {'limit': 2, 'swappiness': 5}, 'cpu': {'shares': 3},"
                    + " 'pids': {'limit': 7}}"));
  }

  @Test
  void aSizeOfZeroAndAnEmptyListMeanThatItStays() {
    String kept =
        "{'memory': {'limit': 1, 'reservation': 1, 'swap': 2}, 'blockIO': {'weight': 10},"
            + " 'cpu': {'shares': 2, 'quota': 3, 'period': 4, 'cpus': '0', 'mems': '0'}}";
    assertThat(
            applied(
                kept,
                "{'memory': {'limit': 0, 'reservation': 0, 'swap': 0}, 'blockIO': {'weight': 0},"
                    + " 'cpu': {'shares': 0, 'quota': 0, 'period': 0, 'cpus': '', 'mems': ''}}"))
        .isEqualTo(json(kept));
  }

  @Test
  void zeroIsAValueOfPidsBurstAndIdle() {
    String zeros = "{'pids': {'limit': 0}, 'cpu': {'burst': 0, 'idle': 0}}";
    assertThat(applied("{'pids': {'limit': 7}, 'cpu': {'burst': 5, 'idle': 1}}", zeros))
        .isEqualTo(json(zeros));
  }

  @Test
  void withoutALimitOnMemoryThereIsNoneOnSwapUnlessItIsNamed() {
    String kept = "{'memory': {'limit': 1, 'swap': 2}}";
    assertThat(applied(kept, "{'memory': {'limit': -1}}"))
        .isEqualTo(json("{'memory': {'limit': -1, 'swap': -1}}"));
    assertThat(applied("{'memory': {'limit': 1}}", "{'memory': {'limit': -1}}"))
        .isEqualTo(json("{'memory': {'limit': -1}}"));
    assertThat(completed(kept, "{'memory': {'limit': -1}}"))
        .isEqualTo(json("{'memory': {'limit': -1}}"));
  }

  @Test
  void entriesOfListsAreChangedOneByOne() {
    assertThat(
            applied(
                "{'blockIO': {'weightDevice': [{'major': 8, 'minor': 0, 'weight': 10,"
                    + " 'leafWeight': 11}, {'major': 8, 'minor': 1, 'weight': 12}],"
                    + " 'throttleReadBpsDevice': [{'major': 8, 'minor': 0, 'rate': 1}]},"
                    + " 'hugepageLimits': [{'pageSize': '2MB', 'limit': 1},"
                    + " {'pageSize': '1GB', 'limit': 2}], 'unified': {'a': '1', 'b': '2'},"
                    + " 'rdma': {'x': {'hcaHandles': 1}},"
                    + " 'network': {'classID': 1, 'priorities': [{'name': 'lo', 'priority': 1}]}}",
                "{'blockIO': {'weightDevice': [{'major': 8, 'minor': 0, 'weight': 20}],"
                    + " 'throttleReadBpsDevice': [{'major': 8, 'minor': 1, 'rate': 5}]},"
                    + " 'hugepageLimits': [{'pageSize': '2MB', 'limit': 9}],"
                    + " 'unified': {'b': '3'}, 'rdma': {'y': {'hcaHandles': 2}},"
                    + " 'network': {'priorities': [{'name': 'lo', 'priority': 4}]}}"))
        .isEqualTo(
            json(
                "{'blockIO': {'weightDevice': [{'major': 8, 'minor': 0, 'weight': 20,"
                    + " 'leafWeight': 11}, {'major': 8, 'minor': 1, 'weight': 12}],"
                    + " 'throttleReadBpsDevice': [{'major': 8, 'minor': 0, 'rate': 1},"
                    + " {'major': 8, 'minor': 1, 'rate': 5}]},"
                    + " 'hugepageLimits': [{'pageSize': '2MB', 'limit': 9},"
                    + " {'pageSize': '1GB', 'limit': 2}], 'unified': {'a': '1', 'b': '3'},"
                    + " 'rdma': {'x': {'hcaHandles': 1}, 'y': {'hcaHandles': 2}},"
                    + " 'network': {'classID': 1, 'priorities': [{'name': 'lo',"
                    + " 'priority': 4}]}}"));
  }

  @Test
  void deviceRulesAreReplacedAsAWhole() {
    String asked = "{'devices': [{'allow': true, 'access': 'r'}]}";
    assertThat(applied("{'devices': [{'allow': false, 'access': 'rwm'}]}", asked))
        .isEqualTo(json(asked));
    assertThat(applied(asked, "{}")).isEqualTo(json(asked));
  }

  @Test
  void aLimitIsCompletedByTheKeptTotalOfMemoryAndSwap() {
    assertThat(completed("{'memory': {'limit': 1, 'swap': 5}}", "{'memory': {'limit': 2}}"))
        .isEqualTo(json("{'memory': {'limit': 2, 'swap': 5}}"));
    assertThat(completed("{'memory': {'swap': 5}}", "{'memory': {'limit': 2, 'swap': 3}}"))
        .isEqualTo(json("{'memory': {'limit': 2, 'swap': 3}}"));
    assertThat(completed("{'memory': {'swap': -1}}", "{'memory': {'limit': 2}}"))
        .isEqualTo(json("{'memory': {'limit': 2}}"));
    assertThat(completed("{'memory': {'limit': 1, 'swap': 5}}", "{'pids': {'limit': 2}}"))
        .isEqualTo(json("{'pids': {'limit': 2}}"));
  }

  @Test
  void quotaAndPeriodAreCompletedByEachOther() {
    String kept = "{'cpu': {'quota': 50, 'period': 100, 'shares': 9}}";
    assertThat(completed(kept, "{'cpu': {'quota': 70}}"))
        .isEqualTo(json("{'cpu': {'quota': 70, 'period': 100}}"));
    assertThat(completed(kept, "{'cpu': {'period': 200}}"))
        .isEqualTo(json("{'cpu': {'quota': 50, 'period': 200}}"));
    assertThat(completed(kept, "{'cpu': {'shares': 3}}")).isEqualTo(json("{'cpu': {'shares': 3}}"));
  }

  @Test
  void usageIsLookedAtIfEitherSaysSo() {
    String check = "{'memory': {'checkBeforeUpdate': true}}";
    assertThat(completed(check, "{}")).isEqualTo(json(check));
    assertThat(completed("{}", check)).isEqualTo(json(check));
  }

  private static String applied(String kept, String asked) {
    return SpecWriter.writeResources(ResourceChange.apply(read(kept), read(asked)));
  }

  private static String completed(String kept, String asked) {
    return SpecWriter.writeResources(ResourceChange.complete(read(kept), read(asked)));
  }

  private static String json(String resources) {
    return SpecWriter.writeResources(read(resources));
  }

  private static Resources read(String resources) {
    return SpecReader.readResources(resources.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
