/**
 * What a container asks of the network, as values: modes, addresses, subnets, published ports, and
 * the annotations that they are written in. Does no I/O.
 */
@NullMarked
package io.jrunc.network;

import org.jspecify.annotations.NullMarked;
