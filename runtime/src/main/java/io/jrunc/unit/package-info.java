/**
 * Units of systemd as values: names, slices and typed properties, and what limits of cgroups are in
 * their words. Knows nothing of D-Bus and does no I/O.
 */
@NullMarked
package io.jrunc.unit;

import org.jspecify.annotations.NullMarked;
