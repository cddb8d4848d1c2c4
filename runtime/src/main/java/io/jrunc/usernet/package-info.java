/**
 * Networks without root's rights, by the programs pasta and slirp4netns: how they are found, what
 * they are told, what they answer. Knows nothing of containers, and starts no process.
 */
@NullMarked
package io.jrunc.usernet;

import org.jspecify.annotations.NullMarked;
