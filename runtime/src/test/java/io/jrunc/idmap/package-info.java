@NullMarked
package io.jrunc.idmap;

import org.jspecify.annotations.NullMarked;
