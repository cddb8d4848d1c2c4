package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens bundles. */
public final class BundleReader {
  /** The name of the configuration in every bundle. */
  public static final String CONFIG = "config.json";

  private static final long MAX_CONFIG_SIZE = 64L << 20;

  private BundleReader() {}

  /**
   * Reads a bundle's configuration and holds it against all rules.
   *
   * @throws UnreadableBundleException when directory or configuration are missing or not readable
   * @throws InvalidBundleException with everything that is wrong with it
   */
  public static Bundle open(Path bundle) {
    Path directory = realDirectory(bundle);
    Path config = directory.resolve(CONFIG);
    byte[] document = bytes(config);
    return bundle(directory, spec(config, document), document);
  }

  /**
   * A bundle of a configuration that nobody has written down.
   *
   * @param place absolute path of the folder that stands for the bundle's; need not exist
   * @throws InvalidBundleException with everything that is wrong with the configuration
   */
  public static Bundle of(Path place, Spec spec) {
    return bundle(place, spec, SpecWriter.write(spec).getBytes(StandardCharsets.UTF_8));
  }

  private static Bundle bundle(Path directory, Spec spec, byte[] document) {
    Path config = directory.resolve(CONFIG);
    Problems problems = new Problems();
    Path rootfs = rootfs(directory, spec.root().path(), problems);
    Rules.check(spec, problems);
    if (!problems.found().isEmpty()) {
      throw new InvalidBundleException(config, problems.found());
    }
    return new Bundle(directory, rootfs, spec, new Document(document));
  }

  /** What breaks rules in a configuration by itself, whose root directory isn't looked at. */
  public static List<SpecProblem> check(Spec spec) {
    Problems problems = new Problems();
    Rules.check(spec, problems);
    return problems.found();
  }

  /** What breaks rules in the process of a container's configuration, all else being right. */
  public static List<SpecProblem> checkProcess(Spec spec) {
    Problems problems = new Problems();
    Rules.checkProcess(spec, problems);
    return problems.found();
  }

  /** What breaks rules in limits by themselves; the pointers are those of config.json. */
  public static List<SpecProblem> checkResources(Resources resources) {
    Problems problems = new Problems();
    Rules.checkResources(resources, problems);
    return problems.found();
  }

  private static Path realDirectory(Path bundle) {
    try {
      return bundle.toRealPath();
    } catch (IOException e) {
      throw new UnreadableBundleException(bundle, reason(e));
    }
  }

  private static Spec spec(Path config, byte[] document) {
    try {
      return SpecReader.read(document);
    } catch (InvalidSpecException e) {
      throw new InvalidBundleException(config, e.problems());
    }
  }

  private static byte[] bytes(Path config) {
    try {
      return regularFile(config);
    } catch (IOException e) {
      throw new UnreadableBundleException(config, reason(e));
    }
  }

  private static byte[] regularFile(Path config) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(config, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) { // reading a fifo might never end
      throw new UnreadableBundleException(config, "is not a regular file");
    }
    if (attributes.size() > MAX_CONFIG_SIZE) {
      throw new UnreadableBundleException(config, "is larger than " + MAX_CONFIG_SIZE + " bytes");
    }
    return Files.readAllBytes(config);
  }

  private static Path rootfs(Path directory, String path, Problems problems) {
    try {
      Path rootfs = directory.resolve(path).normalize();
      String wrong = whatIsWrongWith(rootfs);
      if (wrong != null) {
        problems.add("/root/path", rootfs + ": " + wrong);
      }
      return rootfs;
    } catch (InvalidPathException e) {
      problems.refuse("/root/path", path, "cannot be a path in the character set of the locale");
      return directory;
    }
  }

  /** A rootfs that is a link could be moved to any place of the host by whoever owns it. */
  private static @Nullable String whatIsWrongWith(Path rootfs) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(rootfs, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        return "is a symbolic link";
      }
      return attributes.isDirectory() ? null : "not a directory";
    } catch (IOException e) {
      return reason(e);
    }
  }

  /** The kernel's words, which Java keeps for some errors and replaces by a class for others. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason.toLowerCase(Locale.ROOT);
  }
}
