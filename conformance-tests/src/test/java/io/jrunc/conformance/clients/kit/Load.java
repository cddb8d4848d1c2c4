package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many containers of one containerd, and as many calls for them, several at once. */
public final class Load {
  private final Containerd containerd;
  private final Path runtime;
  private final int atOnce;
  private final List<String> names;

  /**
   * For containers that are not there yet.
   *
   * @param count of containers
   * @param atOnce how many calls of {@code ctr} are made at a time
   */
  public Load(Containerd containerd, Path runtime, int count, int atOnce) {
    this.containerd = containerd;
    this.runtime = runtime;
    this.atOnce = atOnce;
    this.names = IntStream.range(0, count).mapToObj(i -> Machine.newName()).toList();
  }

  /** The containers. */
  public List<String> names() {
    return names;
  }

  /** Starts them all. Returns what went wrong, in words, as the others do. */
  public List<String> start() {
    return failures(
        i ->
            wrong(
                0,
                containerd.ctr(
                    "run",
                    "--runc-binary",
                    runtime.toString(),
                    "--detach",
                    Containerd.BOX,
                    names.get(i),
                    "/bin/sleep",
                    "10000")));
  }

  /**
   * Runs one more program in each, which must leave its mark once and end as it should. It prints
   * nothing: at times ctr misses the output of a program that has ended before it looks.
   */
  public List<String> exec() {
    Map<String, Long> processes = containerd.running();
    return failures(
        i -> {
          String name = names.get(i);
          List<String> wrong =
              new ArrayList<>(
                  wrong(
                      i % 100,
                      containerd.exec(
                          "e" + i, name, "sh", "-c", "echo " + i + " >> /mark; exit " + i % 100)));
          Path mark = Path.of("/proc", processes.get(name) + "/root/mark");
          if (!HostFiles.readIfThere(mark).equals(Optional.of(i + "\n"))) {
            wrong.add("no mark in " + name);
          }
          return wrong;
        });
  }

  /** Kills and deletes them all. */
  public List<String> remove() {
    return failures(
        i -> {
          containerd.tasks("delete", "--force", names.get(i)).run(); // tells 137 as its own failure
          return wrong(0, containerd.ctr("containers", "delete", names.get(i)));
        });
  }

  private static List<String> wrong(int expected, Call call) {
    Outcome outcome = call.run();
    return outcome.exitCode() == expected ? List.of() : List.of(outcome.toString());
  }

  private List<String> failures(IntFunction<List<String>> work) {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<Callable<List<String>>> calls = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        int number = i;
        calls.add(() -> work.apply(number));
      }
      List<String> failures = new ArrayList<>();
      for (Future<List<String>> done : workers.invokeAll(calls)) {
        failures.addAll(result(done));
      }
      return failures;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      workers.shutdownNow();
    }
  }

  private static List<String> result(Future<List<String>> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      return List.of(String.valueOf(e.getCause())); // of a call that didn't end in time
    }
  }
}
