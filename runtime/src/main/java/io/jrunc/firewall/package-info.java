/** Address translation and port publishing, by nftables. */
@NullMarked
package io.jrunc.firewall;

import org.jspecify.annotations.NullMarked;
