/**
 * Between a container that says when it is ready and the service manager that waits for it; see
 * sd_notify(3). Knows nothing of how containers are made.
 */
@NullMarked
package io.jrunc.notify;

import org.jspecify.annotations.NullMarked;
