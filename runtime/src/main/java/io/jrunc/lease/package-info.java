/** Who has which address and which port of the host, on disk. */
@NullMarked
package io.jrunc.lease;

import org.jspecify.annotations.NullMarked;
