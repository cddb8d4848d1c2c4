/**
 * Opens a bundle: reads its config.json, holds it against every rule that needs no knowledge of the
 * host, and gives a {@link io.jrunc.bundle.Bundle} or all its problems at once. Knows nothing of
 * what is done with it.
 */
@NullMarked
package io.jrunc.bundle;

import org.jspecify.annotations.NullMarked;
