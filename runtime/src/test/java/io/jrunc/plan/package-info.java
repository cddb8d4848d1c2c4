@NullMarked
package io.jrunc.plan;

import org.jspecify.annotations.NullMarked;
