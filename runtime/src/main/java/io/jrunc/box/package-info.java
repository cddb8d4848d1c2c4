/**
 * Boxes, the containers that people make by one command line: from a {@link
 * io.jrunc.box.BoxRequest} and what the host has to offer to a config.json. Starts nothing, and
 * knows nothing of what else containers are made of.
 */
@NullMarked
package io.jrunc.box;

import org.jspecify.annotations.NullMarked;
