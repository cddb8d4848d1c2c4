/**
 * The resident engine: listens on a socket, decides who is served, and does operations for clients
 * which are its hands. Knows neither commands nor their options.
 *
 * <pre>
 *  client (bin/jrunc)                               engine (jrunc serve)
 *  connect ───────────────────────────────────────> accept; whose process is it?
 *  HELLO: mask, cwd, argv, env ───────────────────> the same program, user, rights, namespaces?
 *    <─────────────────────────────────────── COLD  no: the client starts a JVM of its own
 *    <──────────────────── BEGUN, a command line    now it changes something; if the connection
 *                                                   ends early, the client runs that command line
 *    <─────────────────── SPAWN, argv, env, mask    a child of the client, with all that is his:
 *    <──────────────────────── FILES, descriptors   cgroup, session, limits, streams, keyring,
 *  pid, or -errno ────────────────────────────────> label; it takes the descriptors itself
 *    <───────────────────────────────── WAIT, pid
 *  si_code, si_status, or 0, or -errno ───────────> reaped, if it had ended
 *    <────────────────────── WRITE, 1 or 2, bytes
 *  0, or -errno ──────────────────────────────────>
 *    <──────────────────────────────── EXIT, code   the end; or, where the client waits for a program:
 *    <── FOREGROUND, pid, a command line, terminal  the client waits, passes signals on, relays the
 *                                                   terminal, reaps; no worker is held meanwhile
 *  si_code, si_status ────────────────────────────> that command line with its end, as a request
 *    <──────────────────────────────── EXIT, code   of the same client; or COLD, or others before
 * </pre>
 *
 * <p>A client whose engine has ended meanwhile, or has hung up because too many wait, asks for the
 * last command line anew: whoever listens now, or a JVM of its own.
 *
 * <p>Each message is one packet of at most 128 KiB; numbers are little-endian, strings end with a
 * zero byte. All messages of the engine have one form; {@code FILES} alone has descriptors, at most
 * 250, and without any it says only that the client is served. {@code warm.c} is the other side.
 */
@NullMarked
package io.jrunc.serve;

import org.jspecify.annotations.NullMarked;
