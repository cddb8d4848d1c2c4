package io.jrunc.linux;

import java.util.Optional;

/**
 * Who is at the other end of a socket, as the kernel vouches for it.
 *
 * @param pid empty if the process isn't in this pid namespace
 * @param uid 65534 if this user namespace has no such user
 * @param gid 65534 if this user namespace has no such group
 */
public record Credentials(Optional<Pid> pid, long uid, long gid) {}
