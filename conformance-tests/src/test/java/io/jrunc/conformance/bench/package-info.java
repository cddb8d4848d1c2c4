/**
 * What {@code bench/run} makes of its samples: a table, the goals, a picture. Knows no runtime and
 * measures nothing.
 */
@NullMarked
package io.jrunc.conformance.bench;

import org.jspecify.annotations.NullMarked;
