package io.jrunc.link;

import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.jna.JnaKernel;

/** Network namespaces for one test. */
final class OwnNamespaces {
  private OwnNamespaces() {}

  /** What a test does in a new network namespace; the other one is a new one as well. */
  @FunctionalInterface
  interface Trial {
    void run(Links links, Fd other) throws Exception;
  }

  static void run(JnaKernel kernel, Trial trial) throws Exception {
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              kernel.namespaces().unshare(CloneFlag.CLONE_NEWNET);
              try (Fd other = kernel.files().open("/proc/thread-self/ns/net", OpenFlag.O_RDONLY)) {
                kernel.namespaces().unshare(CloneFlag.CLONE_NEWNET);
                try (Links links = Links.here(kernel)) {
                  trial.run(links, other);
                }
              } catch (Throwable e) {
                failure[0] = e;
              }
            });
    thread.start();
    thread.join();
    if (failure[0] != null) {
      throw new AssertionError(failure[0]);
    }
  }
}
