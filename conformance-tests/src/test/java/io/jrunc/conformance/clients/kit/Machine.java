package io.jrunc.conformance.clients.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The machine that the tests have for themselves, and what they share in it. */
public final class Machine {
  private static final Map<Class<?>, AutoCloseable> shared = new LinkedHashMap<>();
  private static final AtomicInteger names = new AtomicInteger();

  private Machine() {}

  /** Whose clients are there: "bookworm" (Debian 12) or "forky" (today's). */
  public static String release() {
    return System.getProperty("jrunc.release", "");
  }

  /** The executable under test, by its absolute path. */
  public static Path runtime() {
    return Path.of(System.getProperty("jrunc.runtime", ""));
  }

  /** "jrunc", "runc" or "crun". */
  public static String runtimeName() {
    return runtime().getFileName().toString();
  }

  /** An archive that every client imports: "box" is docker.io/library/box:1, busybox; "pause". */
  public static Path image(String name) {
    return Path.of("/images", name + ".tar");
  }

  /** A name that no other test uses, for a container. */
  public static String newName() {
    return "c" + names.incrementAndGet();
  }

  /** What all tests of a run share, a daemon say: made for the first who asks. */
  public static <T extends AutoCloseable> T shared(Class<T> type, Supplier<T> made) {
    synchronized (shared) {
      AutoCloseable there = shared.get(type);
      if (there == null) { // not computeIfAbsent: one may need another
        there = made.get();
        shared.put(type, there);
      }
      return type.cast(there);
    }
  }

  /** Ends all that is shared, the latest first. */
  public static void close() throws Exception {
    synchronized (shared) {
      List<AutoCloseable> ending = new ArrayList<>(shared.values());
      shared.clear();
      for (int i = ending.size() - 1; i >= 0; i--) {
        ending.get(i).close();
      }
    }
  }
}
