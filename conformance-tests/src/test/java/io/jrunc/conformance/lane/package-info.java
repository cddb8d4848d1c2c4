/** What runs the tests in the guests of {@code lane/run}, where there is no Maven. */
@NullMarked
package io.jrunc.conformance.lane;

import org.jspecify.annotations.NullMarked;
