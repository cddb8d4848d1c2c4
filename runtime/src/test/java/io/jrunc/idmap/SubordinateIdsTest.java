package io.jrunc.idmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.IdMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubordinateIdsTest {
  private static final List<String> FILE =
      List.of("root:1:9", "me:100000:65536", "1000:500:10", "me:x:y", "", "you:300000:65536");

  @Test
  void rangesAreTheUsersByNameAndByNumber() {
    assertThat(SubordinateIds.parse(FILE, "me", 1000).ranges())
        .containsExactly(
            new SubordinateIds.Range(100_000, 65_536), new SubordinateIds.Range(500, 10));
  }

  @Test
  void aMappingMustLieInOneRangeUnlessItIsTheUserHimself() {
    SubordinateIds ids = SubordinateIds.parse(FILE, "me", 1000);

    assertThat(ids.firstMissing(maps(1000, 1, 100_000, 65_536), 1000)).isEmpty();
    assertThat(ids.firstMissing(maps(1000, 1, 100_000, 65_537), 1000)).contains(1);
    assertThat(ids.firstMissing(maps(1000, 2, 500, 1), 1000)).contains(0);
    assertThat(ids.firstMissing(maps(505, 5, 300_000, 1), 1000)).contains(1);
  }

  @Test
  void mapsAreTheSameHoweverTheirRangesAreCut() {
    List<IdMapping> whole = List.of(new IdMapping(0, 10, 5), new IdMapping(7, 17, 3));

    assertThat(IdMaps.merged(IdMaps.parse("7 17 3\n0 10 2\n   2     12      3\n")))
        .isEqualTo(whole);
    assertThat(IdMaps.parse(IdMaps.lines(whole))).isEqualTo(whole);
  }

  @Test
  void aUsersOwnIdIsRootAndTheOthersFollow() {
    SubordinateIds ids = SubordinateIds.parse(FILE, "me", 1000);
    SubordinateIds none = SubordinateIds.parse(FILE, "nobody", 65_534);

    assertThat(OwnIds.of(1000, 1001, ids, ids).groups())
        .containsExactly(
            new IdMapping(0, 1001, 1),
            new IdMapping(1, 100_000, 65_536),
            new IdMapping(65_537, 500, 10));
    assertThat(OwnIds.of(1000, 1001, ids, none))
        .isEqualTo(
            new OwnIds(List.of(new IdMapping(0, 1000, 1)), List.of(new IdMapping(0, 1001, 1))));
  }

  private static List<IdMapping> maps(long first, long size, long second, long secondSize) {
    return List.of(new IdMapping(0, first, size), new IdMapping(size, second, secondSize));
  }
}
