/**
 * Runs a {@link io.jrunc.program.SyscallProgram} in a trampoline, answers what it asks, and tells
 * in the words of config.json what failed. Knows nothing of containers on disk, cgroups and id
 * maps: those are the {@link io.jrunc.launch.HostActions} of its caller.
 */
@NullMarked
package io.jrunc.launch;

import org.jspecify.annotations.NullMarked;
