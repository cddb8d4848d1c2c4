/**
 * Docker, containerd, Podman and Buildah with the runtime under test, in the machine that {@code
 * clients/enter} makes: there they use their own default folders and sockets.
 */
@NullMarked
package io.jrunc.conformance.clients;

import org.jspecify.annotations.NullMarked;
