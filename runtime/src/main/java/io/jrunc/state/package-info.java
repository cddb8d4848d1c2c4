/**
 * Remembers containers on disk, one folder a container below the state root, so that any later
 * process can go on with them. Knows nothing of bundles, of cgroups or of how a container starts.
 */
@NullMarked
package io.jrunc.state;

import org.jspecify.annotations.NullMarked;
