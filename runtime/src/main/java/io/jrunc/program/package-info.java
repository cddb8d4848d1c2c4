/**
 * Turns a {@link io.jrunc.plan.ContainerPlan} into a {@link io.jrunc.program.SyscallProgram}: the
 * list of system calls that make the container, each with the place in config.json that asked for
 * it. Decides nothing that the plan has decided, and does no I/O.
 */
@NullMarked
package io.jrunc.program;

import org.jspecify.annotations.NullMarked;
