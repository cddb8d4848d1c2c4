package io.jrunc.plan;

/**
 * The security modules that a configuration may ask for; neither is looked for when none is asked
 * for.
 */
public record SecurityModules(boolean apparmor, boolean selinux) {
  /** A host without them, or a configuration that needs none. */
  public static final SecurityModules NONE = new SecurityModules(false, false);
}
