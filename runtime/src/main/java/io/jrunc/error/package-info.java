/** Every exception that is thrown on purpose, and the one form of their messages. */
@NullMarked
package io.jrunc.error;

import org.jspecify.annotations.NullMarked;
