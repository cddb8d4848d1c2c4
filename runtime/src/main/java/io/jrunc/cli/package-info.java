/**
 * The command line: options in, one operation of the engine, text out, an exit code. Output and
 * exit codes are those of runc, on which container engines rely.
 *
 * <p>Every command describes what it takes as data ({@link io.jrunc.cli.Syntax}). A plain command
 * line is read by {@link io.jrunc.cli.PlainParser}; picocli is given the same data and judges the
 * rest: it writes the help and the messages of wrong usage. That spares each command picocli's
 * start: 40 ms of processor time for a programmatic model, 80 ms for an annotated one, where a bare
 * JVM takes 30.
 */
@NullMarked
package io.jrunc.cli;

import org.jspecify.annotations.NullMarked;
