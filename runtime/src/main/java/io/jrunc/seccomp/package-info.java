/**
 * From a profile of config.json to the filter of system calls that the kernel takes. It knows
 * nothing of containers, nor of how a filter is installed.
 */
@NullMarked
package io.jrunc.seccomp;

import org.jspecify.annotations.NullMarked;
