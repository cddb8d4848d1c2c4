/** Fills a tmpfs with what it is going to hide. Knows files, and nothing of containers. */
@NullMarked
package io.jrunc.copyup;

import org.jspecify.annotations.NullMarked;
