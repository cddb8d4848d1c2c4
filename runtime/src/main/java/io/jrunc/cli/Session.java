package io.jrunc.cli;

import io.jrunc.engine.Operations;
import java.io.PrintStream;

/**
 * What commands work with.
 *
 * @param options of the program itself
 * @param operations the engine, on the state root that was asked for
 * @param out standard output, in UTF-8
 * @param log where to tell what isn't output
 */
record Session(Arguments options, Operations operations, PrintStream out, Log log) {}
