package io.jrunc.usernet;

/**
 * The namespaces that a program of a network works in.
 *
 * @param init pid of the container's first process
 * @param ownUserNamespace whether that has another user namespace than the program begins in
 * @param asRoot whether the program begins as root of its user namespace
 * @param watchable whether the program may look whether the namespaces are still there: it belongs
 *     to the same user
 * @param confined whether it is to give up what it doesn't need once it is set up; some kernels and
 *     containers don't let it
 */
public record Target(
    int init, boolean ownUserNamespace, boolean asRoot, boolean watchable, boolean confined) {}
