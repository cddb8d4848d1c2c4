/**
 * Reads what a container uses, from the files of its cgroups and of procfs, and is told when its
 * memory runs out; knows nothing of limits, and of how groups are made.
 */
@NullMarked
package io.jrunc.stats;

import org.jspecify.annotations.NullMarked;
