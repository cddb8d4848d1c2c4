/** Gives a new user namespace its id maps. Knows nothing of programs and containers. */
@NullMarked
package io.jrunc.idmap;

import org.jspecify.annotations.NullMarked;
