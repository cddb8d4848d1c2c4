package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.CloneFlag;
import java.util.Optional;

/** Sets kernel parameters of another network namespace; which one /proc shows, the thread says. */
final class ForeignSysctls {
  private final Kernel kernel;
  private final Fd namespace;

  /**
   * Nothing happens yet.
   *
   * @param namespace stays the caller's
   */
  ForeignSysctls(Kernel kernel, Fd namespace) {
    this.kernel = kernel;
    this.namespace = namespace;
  }

  /**
   * Sets one as {@link Sysctls} does.
   *
   * @param name below /proc/sys/net
   */
  void write(String name, String value) {
    Visit visit = new Visit(name, value);
    visit.start();
    try {
      visit.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException("write", name, "interrupted");
    }
    if (visit.failure.isPresent()) {
      throw visit.failure.get();
    }
    if (!visit.done) {
      throw new OperationException("write", name, "the thread ended early");
    }
  }

  /** Goes there and never comes back. */
  private final class Visit extends Thread {
    private final String name;
    private final String value;
    private boolean done;
    private Optional<RuntimeException> failure = Optional.empty();

    Visit(String name, String value) {
      super("sysctl-writer");
      this.name = name;
      this.value = value;
    }

    @Override
    public void run() {
      try {
        kernel.namespaces().setns(namespace, CloneFlag.CLONE_NEWNET);
        Sysctls.write(name, value);
        done = true;
      } catch (RuntimeException e) {
        failure = Optional.of(e);
      }
    }
  }
}
