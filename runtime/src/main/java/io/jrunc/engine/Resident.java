package io.jrunc.engine;

import io.jrunc.host.KnownHost;
import io.jrunc.plan.ExecPlan;
import io.jrunc.program.SyscallProgram;
import io.jrunc.spec.Spec;
import io.jrunc.state.ProcessTable;
import java.nio.ByteBuffer;

/**
 * What a process that stays keeps from one operation for the next.
 *
 * @param host what it knows of its host and of itself
 * @param processes which knows this one
 * @param specs of containers into which programs were brought, by what their files say
 * @param programs for that
 */
public record Resident(
    KnownHost host,
    ProcessTable processes,
    Latest<ByteBuffer, Spec> specs,
    Latest<ExecPlan, SyscallProgram> programs) {

  /** Knows nothing yet of containers. */
  public Resident(KnownHost host, ProcessTable processes) {
    this(host, processes, new Latest<>(), new Latest<>());
  }
}
