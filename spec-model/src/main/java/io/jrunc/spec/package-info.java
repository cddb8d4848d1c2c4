/**
 * {@code config.json} of the OCI runtime-spec as immutable records. Knows the words of the
 * specification and nothing of Linux, files or JSON parsing.
 */
@NullMarked
package io.jrunc.spec;

import org.jspecify.annotations.NullMarked;
