@NullMarked
package io.jrunc.copyup;

import org.jspecify.annotations.NullMarked;
