/**
 * The test kit: drives a container runtime by its executable only, and reads what it did from /proc
 * and the cgroup file systems. Knows nothing of jrunc's own classes.
 */
@NullMarked
package io.jrunc.conformance.kit;

import org.jspecify.annotations.NullMarked;
