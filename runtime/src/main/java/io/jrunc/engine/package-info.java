/**
 * What jrunc can do, one class an operation: where the services meet. A request goes in, a result
 * comes out, and what goes wrong is an exception with its facts. Knows nothing of command lines.
 */
@NullMarked
package io.jrunc.engine;

import org.jspecify.annotations.NullMarked;
