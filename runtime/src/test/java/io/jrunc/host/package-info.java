@NullMarked
package io.jrunc.host;

import org.jspecify.annotations.NullMarked;
