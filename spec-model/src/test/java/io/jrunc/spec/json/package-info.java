/** Tests of reading and writing the documents. */
@NullMarked
package io.jrunc.spec.json;

import org.jspecify.annotations.NullMarked;
