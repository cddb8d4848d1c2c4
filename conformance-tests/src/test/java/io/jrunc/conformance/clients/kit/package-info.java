/**
 * What the tests of clients are made of: {@link Call}s of programs, {@link Daemon}s, and the {@link
 * Machine}.
 */
@NullMarked
package io.jrunc.conformance.clients.kit;

import org.jspecify.annotations.NullMarked;
