package io.jrunc.cgroup;

/**
 * One value for one file of a cgroup.
 *
 * @param controller that the file belongs to, such as {@code memory}
 * @param file its name in the group's directory, such as {@code memory.max}
 * @param value what is written, in one write and without a newline
 * @param pointer the JSON pointer of the field that asks for it
 * @param need what a missing file means
 */
public record CgroupSetting(
    String controller, String file, String value, String pointer, Need need) {

  /** What it means when the kernel doesn't have the file. */
  public enum Need {
    /** The host can't keep the limit: an error. */
    MUST_BE_THERE,
    /** There is nothing that would have to be limited: fine. */
    MAY_BE_MISSING,
    /**
     * The next setting says the same to kernels without this file, and is for them alone: it is
     * written only if this one's file is missing.
     */
    NEXT_IF_MISSING
  }
}
