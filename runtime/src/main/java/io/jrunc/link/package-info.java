/** The kernel's network devices, addresses and routes, by rtnetlink(7). */
@NullMarked
package io.jrunc.link;

import org.jspecify.annotations.NullMarked;
