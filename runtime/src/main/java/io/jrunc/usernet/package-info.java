/** Networks without root's rights, by pasta or slirp4netns. */
@NullMarked
package io.jrunc.usernet;

import org.jspecify.annotations.NullMarked;
