package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.parallel.Isolated;

/** The guest of {@code lane/run} that the tests run in, if they do. */
public final class Lane {
  /** Why a test does not run: it isn't skipped, another guest has it. */
  public static final String ELSEWHERE = "runs in the other guest";

  /** "plain", "systemd" or "hybrid"; empty on any other machine. */
  static final String GUEST = System.getProperty("jrunc.lane", "");

  /** A folder that the guests share; empty if each runs all tests. */
  private static final String CLAIMS = System.getProperty("jrunc.lane.claims", "");

  /** The guest with cgroup v1, which shares its tests with no other. */
  private static final String HYBRID = "hybrid";

  private final Map<String, Boolean> taken = new ConcurrentHashMap<>();

  /** Whether this is the guest with cgroup v1. */
  public static boolean isHybrid() {
    return GUEST.equals(HYBRID);
  }

  /** Whether the test is this guest's: of those that could run it, the first one does. */
  boolean takes(Method test) {
    Class<?> type = test.getDeclaringClass();
    if (CLAIMS.isEmpty() || isHybrid() || type.isAnnotationPresent(Isolated.class)) {
      return true;
    }
    return taken.computeIfAbsent(type.getSimpleName() + "." + test.getName(), Lane::claim);
  }

  private static boolean claim(String name) {
    try {
      Files.createDirectory(Path.of(CLAIMS, name));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
