/**
 * Reads and writes the documents of the runtime-spec as JSON; every departure from their form is a
 * {@link io.jrunc.spec.json.SpecProblem}. Knows nothing of files or of the host.
 */
@NullMarked
package io.jrunc.spec.json;

import org.jspecify.annotations.NullMarked;
