/**
 * Places containers into groups of the resctrl file system, where processors with Intel RDT or the
 * like share out their last cache and their memory bandwidth; knows nothing of cgroups and of the
 * container's life cycle.
 */
@NullMarked
package io.jrunc.rdt;

import org.jspecify.annotations.NullMarked;
