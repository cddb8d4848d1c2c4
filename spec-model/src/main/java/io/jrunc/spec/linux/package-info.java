/** The Linux block of config.json as immutable values; knows nothing of JSON or of the kernel. */
@NullMarked
package io.jrunc.spec.linux;

import org.jspecify.annotations.NullMarked;
