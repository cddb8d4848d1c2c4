package io.jrunc.conformance.clients;

import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Load;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What {@code bench/load} runs in a machine of its own: as many containers as the first argument
 * says, as many at a time as the second says, with each of the runtimes that follow.
 */
public final class LoadBench {
  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private int failures;

  private LoadBench() {}

  /** See {@link LoadBench}. */
  public static void main(String[] arguments) {
    LoadBench bench = new LoadBench();
    int count = Integer.parseInt(arguments[0]);
    int atOnce = Integer.parseInt(arguments[1]);
    bench.out.printf(
        "%-8s %-16s %9s %9s%n",
        "runtime", count + ", " + atOnce + " at once", "seconds", "failures");
    try (Containerd containerd = Containerd.own()) {
      for (String runtime : List.of(arguments).subList(2, arguments.length)) {
        Path program = Path.of(runtime);
        Load load = new Load(containerd, program, count, atOnce);
        bench.measure(program, "run -d", load::start);
        bench.measure(program, "exec", load::exec);
        bench.measure(program, "delete -f", load::remove);
      }
    }
    System.exit(bench.failures == 0 ? 0 : 1);
  }

  private void measure(Path runtime, String what, Supplier<List<String>> work) {
    long began = System.nanoTime();
    List<String> wrong = work.get();
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf("%-8s %-16s %9.1f %9d%n", runtime.getFileName(), what, seconds, wrong.size());
    wrong.stream().limit(1).forEach(out::println);
    failures += wrong.size();
  }
}
