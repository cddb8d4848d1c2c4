package io.jrunc.engine;

import io.jrunc.host.KnownHost;
import io.jrunc.state.ProcessTable;

/**
 * What a process that stays keeps from one operation for the next.
 *
 * @param host what it knows of its host and of itself
 * @param processes which knows this one
 */
public record Resident(KnownHost host, ProcessTable processes) {}
