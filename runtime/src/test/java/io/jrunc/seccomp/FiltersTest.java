package io.jrunc.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.Kernel;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.FilterCode;
import io.jrunc.spec.linux.Seccomp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that are kept, with the kernel and the libseccomp of this machine. */
final class FiltersTest {
  private static final Kernel KERNEL = JnaKernel.forOneCommand();
  private static final byte[] KEY = {1, 2, 3};
  private static final FilterCode CODE = new FilterCode(new byte[16], List.of("no_such", "nor"));

  @TempDir private Path root;

  @Test
  void aFilterIsMadeOnceAndThenFound() throws IOException {
    Seccomp docker = Profiles.docker();
    Filters first = new Filters(KERNEL, folder());
    FilterCode made = first.of(docker);
    assertThat(folder()).doesNotExist();
    first.keep();
    assertThat(files()).hasSize(1);

    FilterCode found =
        new FilterCache(KERNEL, folder())
            .find(FilterKey.of(docker, LibraryFile.identity()))
            .orElseThrow();
    assertThat(found.bytes()).isEqualTo(made.bytes());
  }

  @Test
  void anotherProfileHasAnotherFilter() throws IOException {
    Filters filters = new Filters(KERNEL, folder());
    FilterCode docker = filters.of(Profiles.docker());
    filters.keep();
    FilterCode none = filters.of(Profiles.profile("'defaultAction':'SCMP_ACT_ALLOW'"));
    filters.keep();
    assertThat(none.bytes()).isNotEqualTo(docker.bytes());
    assertThat(files()).hasSize(2);
  }

  @Test
  void whatIsFoundIsWhatWasKept() {
    FilterCode found = kept().find(KEY).orElseThrow();
    assertThat(found.bytes()).isEqualTo(CODE.bytes());
    assertThat(found.unknownCalls()).containsExactly("no_such", "nor");
  }

  @Test
  void folderAndFilesAreForTheirOwnerOnly() throws IOException {
    kept();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileOfTheSameNameForAnotherKeyIsNotBelieved() throws IOException {
    FilterCache cache = kept();
    Files.write(file(), FilterFile.encode(new byte[] {1, 2, 4}, CODE));
    assertThat(cache.find(KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 12, 16, 20, 24, 30, 40, 50})
  void aDamagedFileIsNotBelievedAndIsReplaced(int place) throws IOException {
    FilterCache cache = kept();
    byte[] bytes = Files.readAllBytes(file());
    bytes[place] ^= 1;
    Files.write(file(), bytes);
    assertThat(cache.find(KEY)).isEmpty();
    cache.keep(KEY, CODE);
    assertThat(cache.find(KEY)).isPresent();
    assertThat(files()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 23, 24, 30, 50})
  void aFileThatEndsTooEarlyIsNotBelieved(int length) throws IOException {
    FilterCache cache = kept();
    Files.write(file(), java.util.Arrays.copyOf(Files.readAllBytes(file()), length));
    assertThat(cache.find(KEY)).isEmpty();
  }

  @Test
  void aFileThatOthersMayWriteIsNotBelieved() throws IOException {
    FilterCache cache = kept();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(cache.find(KEY)).isEmpty();
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    FilterCache cache = kept();
    Path elsewhere = root.resolve("elsewhere");
    Path link = file();
    Files.move(link, elsewhere);
    Files.createSymbolicLink(link, elsewhere);
    assertThat(files()).hasSize(1);
    assertThat(cache.find(KEY)).isEmpty();
  }

  @Test
  void onlySomeAreKept() throws IOException {
    FilterCache cache = kept();
    for (int i = 0; i < FilterCache.MOST + 3; i++) {
      cache.keep(new byte[] {(byte) i}, CODE);
    }
    assertThat(files()).hasSize(FilterCache.MOST);
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNoError() {
    FilterCache cache = new FilterCache(KERNEL, root.resolve("none/below"));
    cache.keep(KEY, CODE);
    assertThat(cache.find(KEY)).isEqualTo(Optional.empty());
  }

  @Test
  void keysDifferInEveryFieldThatMatters() {
    String rule = "{'names':['a','b'],'action':'SCMP_ACT_TRAP'}";
    List<String> profiles =
        List.of(
            "'defaultAction':'SCMP_ACT_ALLOW'",
            "'defaultAction':'SCMP_ACT_ERRNO'",
            "'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1",
            "'defaultAction':'SCMP_ACT_ERRNO','architectures':['SCMP_ARCH_X86']",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[" + rule + "]",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[" + rule + "," + rule + "]",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['ab'],"
                + "'action':'SCMP_ACT_TRAP'}]",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['ab'],"
                + "'action':'SCMP_ACT_ERRNO'}]",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['ab'],"
                + "'action':'SCMP_ACT_ERRNO','errnoRet':1}]",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['ab'],"
                + "'action':'SCMP_ACT_TRAP','args':[{'index':1,'value':1,'op':'SCMP_CMP_EQ'}]}]",
            "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['ab'],'action':'SCMP_ACT_TRAP',"
                + "'args':[{'index':1,'value':1,'valueTwo':1,'op':'SCMP_CMP_EQ'}]}]");
    List<String> keys =
        profiles.stream()
            .map(p -> java.util.Arrays.toString(FilterKey.of(Profiles.profile(p), "")))
            .toList();
    assertThat(keys).doesNotHaveDuplicates();
  }

  private FilterCache kept() {
    FilterCache cache = new FilterCache(KERNEL, folder());
    cache.keep(KEY, CODE);
    assertThat(cache.find(KEY)).isPresent();
    return cache;
  }

  private Path folder() {
    return root.resolve("filters");
  }

  private Path file() throws IOException {
    return files().get(0);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }
}
