package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleReaderTest {
  @TempDir private Path temporary;
  private Path directory = Path.of("/");

  @BeforeEach
  void realDirectory() throws IOException {
    directory = temporary.toRealPath();
  }

  @Test
  void aBundleIsADirectoryWithAConfigurationAndARoot() throws IOException {
    Files.createDirectory(directory.resolve("rootfs"));
    config(RulesTest.config(""));
    Bundle bundle = BundleReader.open(directory);

    assertThat(bundle.directory()).isEqualTo(directory);
    assertThat(bundle.rootfs()).isEqualTo(directory.resolve("rootfs"));
    assertThat(bundle.spec().ociVersion()).isEqualTo("1.3.0");
  }

  @Test
  void aBundleIsFoundThroughALinkAndKnownByItsRealPath() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Files.createDirectory(real.resolve("root"));
    Files.createSymbolicLink(directory.resolve("link"), real);
    directory = real;
    config(RulesTest.config("").replace("rootfs", "./root/"));
    Bundle bundle = BundleReader.open(real.resolveSibling("link"));

    assertThat(bundle.directory()).isEqualTo(real);
    assertThat(bundle.rootfs()).isEqualTo(real.resolve("root"));
  }

  @Test
  void anAbsoluteRootMayBeAnywhere() throws IOException {
    config(RulesTest.config("").replace("rootfs", "/usr"));

    assertThat(BundleReader.open(directory).rootfs()).isEqualTo(Path.of("/usr"));
  }

  @Test
  void aMissingBundleIsNamed() {
    assertUnreadable(directory.resolve("b"), directory + "/b: no such file or directory");
  }

  @Test
  void aMissingConfigurationIsNamed() {
    assertUnreadable(directory, directory + "/config.json: no such file or directory");
  }

  @Test
  void aConfigurationIsAFile() throws IOException {
    Files.createDirectory(directory.resolve("config.json"));
    assertUnreadable(directory, directory + "/config.json: is not a regular file");
  }

  @Test
  void aBundleIsNoFile() throws IOException {
    config(RulesTest.config(""));
    assertUnreadable(
        directory.resolve("config.json"), directory + "/config.json/config.json: not a directory");
  }

  @Test
  void brokenJsonIsOneLine() throws IOException {
    config("{'ociVersion':");
    assertInvalid(
        "config.json: is not valid json: unexpected end-of-input within/between Object entries at"
            + " line 1, column 15");
  }

  @Test
  void missingFieldsAreNamed() throws IOException {
    config("{'process':{'cwd':'/'}}");
    assertInvalid(
        "config.json: /ociVersion: is required",
        "config.json: /root: is required",
        "config.json: /process/args: is required");
  }

  @Test
  void allBrokenRulesAreReportedALineEach() throws IOException {
    config("{'ociVersion':'3.0.0','root':{'path':'rootfs'},'process':{'args':['x'],'cwd':'tmp'}}");
    assertInvalid(
        "config.json: /root/path: " + directory + "/rootfs: no such file or directory",
        "config.json: /ociVersion: \"3.0.0\" is not a version that is known here: 1.x.y",
        "config.json: /process/cwd: \"tmp\" is not an absolute path");
  }

  @Test
  void aRootThatIsALinkIsRefused() throws IOException {
    Files.createSymbolicLink(directory.resolve("rootfs"), directory);
    config(RulesTest.config(""));
    assertInvalid("config.json: /root/path: " + directory + "/rootfs: is a symbolic link");
  }

  @Test
  void aRootThatIsAFileIsRefused() throws IOException {
    Files.createFile(directory.resolve("rootfs"));
    config(RulesTest.config(""));
    assertInvalid("config.json: /root/path: " + directory + "/rootfs: not a directory");
  }

  private void config(String text) throws IOException {
    Files.writeString(directory.resolve("config.json"), text.replace('\'', '"'));
  }

  private static void assertUnreadable(Path bundle, String message) {
    assertThatThrownBy(() -> BundleReader.open(bundle))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage(message);
  }

  private void assertInvalid(String... lines) {
    assertThatThrownBy(() -> BundleReader.open(directory))
        .isInstanceOf(InvalidBundleException.class)
        .hasMessage(String.join("\n", lines));
  }
}
