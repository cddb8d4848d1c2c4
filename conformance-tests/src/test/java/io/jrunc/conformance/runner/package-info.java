/**
 * What runs tests where there is no Maven: in the guests of {@code lane/run}, in {@code
 * clients/run}.
 */
@NullMarked
package io.jrunc.conformance.runner;

import org.jspecify.annotations.NullMarked;
