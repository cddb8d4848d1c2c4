/**
 * Containers as objects, for Java programs that make them: what jrunc publishes. It is thin over
 * {@link io.jrunc.engine.Operations}; beside it, programs meet the records of {@code
 * io.jrunc.spec}, {@link io.jrunc.linux.ExitStatus}, {@link io.jrunc.linux.abi.Signal}, {@link
 * io.jrunc.engine.CgroupDriver}, {@link io.jrunc.engine.Rootless} and the exceptions of {@link
 * io.jrunc.error}. All else is internal, and changes without notice. The command line and the
 * resident engine don't use it.
 */
@NullMarked
package io.jrunc.container;

import org.jspecify.annotations.NullMarked;
