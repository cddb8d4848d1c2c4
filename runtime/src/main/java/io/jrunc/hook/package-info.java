/**
 * Runs hooks: gives them the state, keeps their time, and says what became of those that failed.
 * Knows nothing of how their processes are made, and when.
 */
@NullMarked
package io.jrunc.hook;

import org.jspecify.annotations.NullMarked;
