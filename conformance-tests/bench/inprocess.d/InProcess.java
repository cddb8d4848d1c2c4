package io.jrunc.bench;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.CgroupDriver;
import io.jrunc.engine.CreateRequest;
import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.Engine;
import io.jrunc.engine.FrontDoor;
import io.jrunc.engine.RootSwitch;
import io.jrunc.engine.Rootless;
import io.jrunc.engine.SessionKeyring;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A whole life of a container by an engine in this process: created, started, awaited, deleted. The
 * properties {@code root}, {@code bundle} and {@code id} say where and which. As a program it
 * writes down for life.c what one such container was made of, into the folder {@code files}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InProcess {
  private static final Path ROOT = Path.of(System.getProperty("root"));
  private static final Path BUNDLE = Path.of(System.getProperty("bundle"));
  private static final String ID = System.getProperty("id");

  private Kernel kernel = JnaKernel.resident();
  private Engine engine = engine(kernel);

  @Setup
  public void load() {
    kernel.processes().getpid();
  }

  /** One life. */
  @Benchmark
  public int life() {
    create();
    return finish();
  }

  private void create() {
    engine.create(request());
  }

  private static CreateRequest request() {
    return new CreateRequest(
        ID,
        BUNDLE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RootSwitch.PIVOT,
        SessionKeyring.OWN,
        0);
  }

  private int finish() {
    int init = engine.state(ID).pid();
    engine.start(ID);
    ExitStatus end = kernel.processes().waitid(new Pid(init));
    engine.delete(new DeleteRequest(ID, DeleteRequest.Mode.STOPPED));
    if (end.code() != 0) {
      throw new IllegalStateException("the container's program failed: " + end);
    }
    return init;
  }

  private static Engine engine(Kernel kernel) {
    FrontDoor door = new Door(CallingProcess.self(System.getenv()), kernel);
    return new Engine(
        Optional.of(ROOT),
        Rootless.AUTO,
        CgroupDriver.CGROUPFS,
        door,
        warning -> {
          throw new IllegalStateException(warning);
        });
  }

  /** This process, with a kernel for a process that stays. */
  private record Door(CallingProcess caller, Kernel kernel) implements FrontDoor {
    @Override
    public Kernel kernelForReading() {
      return kernel;
    }

    @Override
    public Attendant attend() {
      throw new IllegalStateException("nobody waits");
    }
  }

  /** The same kernel, which remembers what was written into files in memory. */
  private static Kernel recording(Kernel kernel, List<byte[]> written) {
    FileCalls files = kernel.files();
    FileCalls watched =
        proxy(
            FileCalls.class,
            files,
            (name, arguments) -> {
              if (name.equals("writeAll") && arguments[0] instanceof Fd) {
                written.add((byte[]) arguments[1]);
              }
              return Optional.empty();
            });
    return proxy(
        Kernel.class,
        kernel,
        (name, arguments) -> name.equals("files") ? Optional.of(watched) : Optional.empty());
  }

  /** Looks at a call, and may answer in place of who is called. */
  private interface Watcher {
    Optional<Object> see(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, T real, Watcher watcher) {
    Object made =
        Proxy.newProxyInstance(
            InProcess.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Optional<Object> answer = watcher.see(method.getName(), arguments);
              try {
                return answer.isPresent() ? answer.get() : method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(made);
  }

  /** Writes down what life.c needs. */
  public static void main(String[] words) throws IOException {
    Path files = Path.of(System.getProperty("files"));
    InProcess recorded = new InProcess();
    List<byte[]> written = new ArrayList<>();
    recorded.engine = engine(recording(recorded.kernel, written));
    String listing = recorded.engine.plan(request());
    recorded.create();
    Files.write(files.resolve("state"), Files.readAllBytes(ROOT.resolve(ID).resolve("state")));
    recorded.finish();
    for (byte[] content : written) {
      Files.write(files.resolve(content[0] == 'P' ? "program" : "trampoline"), content);
    }
    Files.write(files.resolve("slots"), found("(?m)^fd [0-9]+: (.*)$", listing));
    Files.write(files.resolve("groups"), found("openat\\(AT_FDCWD, \"(.*)/tasks\"", listing));
  }

  /** What the group of this pattern is, wherever it is found. */
  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
