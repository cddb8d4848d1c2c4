/** Tests of the values. */
@NullMarked
package io.jrunc.spec;

import org.jspecify.annotations.NullMarked;
