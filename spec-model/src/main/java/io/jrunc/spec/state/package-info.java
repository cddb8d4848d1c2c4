/** The documents that a runtime emits as immutable values; knows nothing of JSON or of the host. */
@NullMarked
package io.jrunc.spec.state;

import org.jspecify.annotations.NullMarked;
