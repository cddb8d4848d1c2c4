/**
 * A small client of Kubernetes' Container Runtime Interface, over gRPC and a Unix domain socket.
 */
@NullMarked
package io.jrunc.conformance.clients.kit.cri;

import org.jspecify.annotations.NullMarked;
