/**
 * The caller's side of a container in the foreground: its terminal, its signals, and sockets that
 * want the terminal. Knows nothing of what a container is made of.
 */
@NullMarked
package io.jrunc.console;

import org.jspecify.annotations.NullMarked;
