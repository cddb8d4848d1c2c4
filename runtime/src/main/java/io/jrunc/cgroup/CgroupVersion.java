package io.jrunc.cgroup;

/** The two generations of cgroups; cgroups(7). */
public enum CgroupVersion {
  V1(1),
  V2(2);

  private final int number;

  CgroupVersion(int number) {
    this.number = number;
  }

  /** 1 or 2. */
  public int number() {
    return number;
  }

  /**
   * The version with this number.
   *
   * @throws IllegalArgumentException if it is neither 1 nor 2
   */
  public static CgroupVersion of(int number) {
    return switch (number) {
      case 1 -> V1;
      case 2 -> V2;
      default -> throw new IllegalArgumentException("cgroup version " + number);
    };
  }
}
