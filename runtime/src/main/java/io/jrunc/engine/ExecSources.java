package io.jrunc.engine;

import io.jrunc.plan.ExecPlan;
import io.jrunc.plan.ProcessPlan;
import io.jrunc.program.ExecCompiler;
import io.jrunc.program.SyscallProgram;
import io.jrunc.spec.Spec;
import io.jrunc.state.ContainerFolder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@link Exec} has configurations and programs from: a process that stays remembers some. */
final class ExecSources {
  /** Bytes, or characters, of what is remembered at most: an engine's memory is bounded. */
  private static final int LARGEST = 256 * 1024;

  private final ExecCompiler compiler;
  private final Optional<Resident> resident;

  ExecSources(ExecCompiler compiler, Optional<Resident> resident) {
    this.compiler = compiler;
    this.resident = resident;
  }

  /** What a container was made from. */
  Spec spec(ContainerFolder folder) {
    byte[] document = folder.readConfig();
    if (resident.isEmpty() || document.length > LARGEST) {
      return KeptConfig.parse(folder, document);
    }
    Latest<ByteBuffer, Spec> specs = resident.get().specs();
    ByteBuffer key = ByteBuffer.wrap(document);
    Optional<Spec> known = specs.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    Spec spec = KeptConfig.parse(folder, document);
    specs.keep(key, spec);
    return spec;
  }

  SyscallProgram program(ExecPlan plan) {
    if (resident.isEmpty() || characters(plan.process()) > LARGEST) {
      return compiler.compile(plan);
    }
    Latest<ExecPlan, SyscallProgram> programs = resident.get().programs();
    Optional<SyscallProgram> known = programs.find(plan);
    if (known.isPresent()) {
      return known.get();
    }
    SyscallProgram program = compiler.compile(plan);
    programs.keep(plan, program);
    return program;
  }

  private static long characters(ProcessPlan process) {
    return Stream.of(process.arguments(), process.environment(), process.searchPath())
        .flatMap(List::stream)
        .mapToLong(String::length)
        .sum();
  }
}
