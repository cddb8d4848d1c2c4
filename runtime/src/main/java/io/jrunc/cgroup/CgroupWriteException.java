package io.jrunc.cgroup;

import io.jrunc.error.JruncException;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;

/**
 * A value that the kernel refused: {@code /linux/resources/memory/limit: memory.limit_in_bytes: 5:
 * invalid argument (EINVAL)}.
 */
public final class CgroupWriteException extends JruncException {

  private final String reason;
  private final CgroupSetting setting;
  private final Path directory;
  private final Errno errno;

  /**
   * Says what was refused, and how.
   *
   * @param setting what was written
   * @param directory of the group
   * @param errno the kernel's answer
   * @param hint what explains the answer, such as the present usage; may be empty
   */
  CgroupWriteException(CgroupSetting setting, Path directory, Errno errno, String hint) {
    super(setting.pointer() + ": " + reason(setting, errno, hint));
    this.reason = reason(setting, errno, hint);
    this.setting = setting;
    this.directory = directory;
    this.errno = errno;
  }

  private static String reason(CgroupSetting setting, Errno errno, String hint) {
    String answer = setting.file() + ": " + setting.value() + ": " + errno;
    return hint.isEmpty() ? answer : answer + ": " + hint;
  }

  /** The message without the field: {@code memory.limit_in_bytes: 5: invalid argument (EINVAL)}. */
  public String reason() {
    return reason;
  }

  /** What was written. */
  public CgroupSetting setting() {
    return setting;
  }

  /** The group's directory that it was written in. */
  public Path directory() {
    return directory;
  }

  /** The kernel's answer. */
  public Errno errno() {
    return errno;
  }
}
