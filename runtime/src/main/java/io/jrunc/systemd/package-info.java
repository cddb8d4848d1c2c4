/**
 * Talks to systemd over D-Bus: starts, changes and stops units. Knows nothing of containers and
 * cgroups; the only package that uses dbus-java.
 */
@NullMarked
package io.jrunc.systemd;

import org.jspecify.annotations.NullMarked;
