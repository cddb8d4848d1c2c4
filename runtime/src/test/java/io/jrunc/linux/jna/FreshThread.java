package io.jrunc.linux.jna;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs what changes a thread's namespaces on a thread that ends afterwards. */
final class FreshThread {

  private FreshThread() {}

  static void run(Runnable work) throws InterruptedException, ExecutionException {
    FutureTask<Void> task = new FutureTask<>(work, null);
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    task.get();
  }
}
