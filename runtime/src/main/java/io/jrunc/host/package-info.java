/**
 * Reads what a plan must know of the host, and no more, as it stands between a command and its
 * container. Decides nothing.
 */
@NullMarked
package io.jrunc.host;

import org.jspecify.annotations.NullMarked;
