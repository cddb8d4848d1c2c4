package io.jrunc.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoxHostReaderTest {
  @TempDir Path folder;

  @Test
  void aBoxOfRootSeesNoFileThatOthersMayNotRead() throws IOException {
    for (String name : List.of("usr", "bin", "etc/ssl/certs", "etc/ssl/private", "opt", "home")) {
      Files.createDirectories(folder.resolve(name));
    }
    for (String name : List.of("etc/passwd", "etc/shadow", "etc/unknown.conf")) {
      Files.writeString(folder.resolve(name), "");
    }
    HostTree tree = new HostTree(folder);
    assertThat(tree.forRoot()).containsExactly("/usr", "/bin", "/etc/passwd", "/etc/ssl/certs");
    assertThat(tree.forOrdinaryUser()).containsExactly("/usr", "/bin", "/opt", "/etc");
  }

  @Test
  void aMadeUpNameHasNoVowels() {
    assertThat(BoxName.of(new byte[] {0, 1, 26, 27, -1, 100})).isEqualTo("box-bc9br2");
    assertThat(BoxName.next()).matches("box-[b-df-hj-km-np-tv-xz2-9]{6}");
    assertThat(BoxName.next()).isNotEqualTo(BoxName.next());
  }
}
