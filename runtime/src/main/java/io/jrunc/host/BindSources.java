package io.jrunc.host;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.MountOption;
import io.jrunc.plan.HostFacts.SourceKind;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.Mount;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks what is at the sources of bind mounts. */
final class BindSources {
  private BindSources() {}

  static Map<String, SourceKind> read(Bundle bundle) {
    Map<String, SourceKind> kinds = new HashMap<>();
    List<Mount> mounts = bundle.spec().mounts();
    for (int i = 0; i < mounts.size(); i++) {
      if (MountOption.isBind(mounts.get(i).options())) {
        look("/mounts/" + i, bundle.bindSource(mounts.get(i)), kinds);
      }
    }
    return kinds;
  }

  private static void look(String pointer, String path, Map<String, SourceKind> kinds) {
    try {
      boolean directory =
          Files.readAttributes(Path.of(path), BasicFileAttributes.class).isDirectory();
      kinds.put(path, directory ? SourceKind.DIRECTORY : SourceKind.OTHER);
    } catch (NoSuchFileException e) {
      // what is missing from the facts doesn't exist
    } catch (AccessDeniedException e) {
      throw new HostLacksException(pointer, "source " + path + ": permission denied");
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.toString() : e.getReason();
      throw new HostLacksException(
          pointer, "source " + path + ": " + reason.toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new HostLacksException(pointer, "source " + path + ": " + e.getMessage());
    }
  }
}
