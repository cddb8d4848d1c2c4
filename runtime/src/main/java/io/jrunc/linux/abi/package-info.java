/**
 * The kernel's numbers with the kernel's names, as data: constants are spelt as in the headers, so
 * a search for a name finds every use. Knows nothing of calls, files or JNA.
 */
@NullMarked
package io.jrunc.linux.abi;

import org.jspecify.annotations.NullMarked;
