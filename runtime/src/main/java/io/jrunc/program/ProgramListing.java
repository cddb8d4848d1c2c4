package io.jrunc.program;

import java.util.List;

/**
 * Writes a program for people. A step stands below the line that says what it is for; a pointer in
 * brackets names the field of config.json that asked for it.
 */
final class ProgramListing {
  private final SyscallProgram program;
  private final StringBuilder text = new StringBuilder();

  ProgramListing(SyscallProgram program) {
    this.program = program;
  }

  String text() {
    List<String> slots = program.slots().describe();
    for (String slot : slots) {
      text.append("fd ").append(slot).append('\n');
    }
    Source last = new Source("", "");
    for (int i = 0; i < program.instructions().size(); i++) {
      Instruction instruction = program.instructions().get(i);
      if (!instruction.source().equals(last)) {
        last = instruction.source();
        heading(last);
      }
      String index = Integer.toString(i);
      text.append(" ".repeat(Math.max(0, 6 - index.length()))).append(index).append("  ");
      text.append(instruction.describe(i)).append('\n');
    }
    return text.toString();
  }

  private void heading(Source source) {
    text.append('\n').append("# ").append(source.why());
    if (!source.pointer().isEmpty()) {
      text.append("  [").append(source.pointer()).append(']');
    }
    text.append('\n');
  }
}
