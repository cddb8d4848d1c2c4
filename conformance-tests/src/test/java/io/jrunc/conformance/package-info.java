/**
 * The tests, grouped by the file of the OCI runtime specification, or by the command, whose rules
 * they check. They see the runtime from outside only.
 */
@NullMarked
package io.jrunc.conformance;

import org.jspecify.annotations.NullMarked;
