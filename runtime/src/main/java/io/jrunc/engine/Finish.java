package io.jrunc.engine;

import io.jrunc.linux.ExitStatus;

/** What is done when a program has ended that somebody waited for. */
final class Finish {
  private final OutOfMemory memory;
  private final Delete delete;

  Finish(OutOfMemory memory, Delete delete) {
    this.memory = memory;
    this.delete = delete;
  }

  /** The exit code of the command that waited. */
  int run(FinishRequest request, ExitStatus end) {
    memory.explain(request.id(), end, request.killsBefore());
    if (request.program() == FinishRequest.Program.INIT) {
      delete.runAfterEnd(request.id(), request.maker());
    }
    return end.code();
  }
}
