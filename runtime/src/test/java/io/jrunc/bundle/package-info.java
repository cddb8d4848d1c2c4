@NullMarked
package io.jrunc.bundle;

import org.jspecify.annotations.NullMarked;
