package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.Resources;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where {@code update} has its limits from. */
public sealed interface LimitSource {

  /**
   * The limits.
   *
   * @throws OperationException when they can't be read; a reason names the source
   * @throws InvalidSpecException with everything that is wrong with their form
   */
  Resources read();

  /**
   * How the user knows a limit: {@code limits.json: /memory/limit}.
   *
   * @param pointer into the resources: {@code /memory/limit}; empty for all of them
   */
  String name(String pointer);

  /**
   * A document like {@code linux.resources} of config.json.
   *
   * @param file absolute; it need not be a regular one
   */
  record FromFile(Path file) implements LimitSource {
    @Override
    public Resources read() {
      try (InputStream stream = new FileInputStream(file.toFile())) {
        return SpecReader.readResources(Bytes.of(stream, file.toString()));
      } catch (FileNotFoundException e) {
        boolean isThere = Files.exists(file);
        throw new OperationException(
            "--resources",
            file.toString(),
            isThere ? "cannot be read" : "no such file or directory");
      } catch (IOException e) {
        throw new OperationException("--resources", file.toString(), e);
      }
    }

    @Override
    public String name(String pointer) {
      return pointer.isEmpty() ? file.toString() : file + ": " + pointer;
    }
  }

  /**
   * The same from standard input.
   *
   * @param stream read to its end, and left open
   */
  record FromInput(InputStream stream) implements LimitSource {
    @Override
    public Resources read() {
      try {
        return SpecReader.readResources(Bytes.of(stream, "standard input"));
      } catch (IOException e) {
        throw new OperationException("--resources", "standard input", e);
      }
    }

    @Override
    public String name(String pointer) {
      return pointer.isEmpty() ? "standard input" : "standard input: " + pointer;
    }
  }

  /**
   * Options of the command line.
   *
   * @param resources what they ask for
   * @param options their names by pointer
   */
  record FromOptions(Resources resources, Map<String, String> options) implements LimitSource {
    /** Copies the names. */
    public FromOptions {
      options = Map.copyOf(options);
    }

    @Override
    public Resources read() {
      return resources;
    }

    @Override
    public String name(String pointer) {
      return options.getOrDefault(pointer, pointer);
    }
  }

  /** Reads documents that nobody has vouched for. */
  final class Bytes {
    private static final int MOST = 1 << 20;

    private Bytes() {}

    private static byte[] of(InputStream stream, String name) throws IOException {
      byte[] document = stream.readNBytes(MOST + 1);
      if (document.length > MOST) {
        throw new OperationException("--resources", name, "is larger than " + MOST + " bytes");
      }
      return document;
    }
  }
}
