/**
 * Decides everything about a container before anything is done: from a {@link
 * io.jrunc.bundle.Bundle} and {@link io.jrunc.plan.HostFacts} to a {@link
 * io.jrunc.plan.ContainerPlan}, or the reason why the host can't do it. Does no I/O, and knows
 * nothing of system calls and programs.
 */
@NullMarked
package io.jrunc.plan;

import org.jspecify.annotations.NullMarked;
