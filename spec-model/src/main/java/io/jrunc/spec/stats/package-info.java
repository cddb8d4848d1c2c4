/**
 * What a container uses, as {@code events} prints it. Numbers are unsigned: the greatest one, which
 * is -1 here, stands for "no limit" in version 2 of cgroups.
 */
@NullMarked
package io.jrunc.spec.stats;

import org.jspecify.annotations.NullMarked;
