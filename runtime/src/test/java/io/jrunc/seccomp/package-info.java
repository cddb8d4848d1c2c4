@NullMarked
package io.jrunc.seccomp;

import org.jspecify.annotations.NullMarked;
