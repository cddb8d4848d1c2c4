/** What the build leaves in {@code target/jrunc}: the launcher, the jars and their archives. */
@org.jspecify.annotations.NullMarked
package io.jrunc.installation;
