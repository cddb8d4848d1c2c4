package io.jrunc.plan;

import io.jrunc.linux.abi.IoPriorityClass;
import io.jrunc.linux.abi.PersonalityDomain;
import java.util.Optional;

/**
 * What a program has beside its rights; absent is inherited from the caller.
 *
 * @param personality its execution domain
 * @param apparmor name of the AppArmor profile
 * @param selinux the SELinux label
 * @param keyring the session keyring that it shares with the other programs of its container
 */
public record ProcessAttributes(
    Optional<SchedulerPlan> scheduler,
    Optional<IoPriorityPlan> ioPriority,
    Optional<PersonalityDomain> personality,
    Optional<MemoryPolicyPlan> memoryPolicy,
    Optional<String> apparmor,
    Optional<String> selinux,
    Optional<KeyringPlan> keyring) {
  /** All of the caller's. */
  public static final ProcessAttributes INHERITED =
      new ProcessAttributes(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * A session keyring.
   *
   * @param name those who join one of this name in their user namespace share it
   * @param permissions of keyctl_setperm(3)
   */
  public record KeyringPlan(String name, int permissions) {
    /** What the kernel gives a new one. */
    private static final int DEFAULT = 0x3f130000;

    private static final int SEARCH_BY_USER = 0x80000;
    private static final int SEARCH_BY_OTHERS = 0x8;

    /**
     * The one of a container, which a later program of it must be able to find.
     *
     * @param ownUserNamespace in which others than its owner must find it as well
     */
    static KeyringPlan of(String id, boolean ownUserNamespace) {
      return new KeyringPlan(
          "_ses." + id, DEFAULT | SEARCH_BY_USER | (ownUserNamespace ? SEARCH_BY_OTHERS : 0));
    }
  }

  /** A priority of ioprio_set(2), 0 (first) to 7 within the class. */
  public record IoPriorityPlan(IoPriorityClass ioClass, int priority) {}
}
