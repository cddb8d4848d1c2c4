/**
 * Makes, limits, reads and removes the control groups of a container, of version 1 and 2 by the
 * same rules; knows nothing of bundles, programs and the container's life cycle.
 */
@NullMarked
package io.jrunc.cgroup;

import org.jspecify.annotations.NullMarked;
