package io.jrunc.linux;

import io.jrunc.linux.abi.DeviceNumber;
import io.jrunc.linux.abi.FileType;

/**
 * What statx(2) tells about a file.
 *
 * @param permissions the twelve permission bits
 * @param size in bytes
 * @param represents which device a device node stands for, 0:0 for other files
 * @param device which filesystem the file is on
 * @param modified when it was written to last, in nanoseconds of the epoch
 * @param mountId the mount it was reached through, as in /proc/self/mountinfo
 */
public record FileStatus(
    FileType type,
    int permissions,
    long uid,
    long gid,
    long size,
    DeviceNumber represents,
    DeviceNumber device,
    long inode,
    long modified,
    long mountId) {

  /** Whether both are the same file, or the same namespace. */
  public boolean sameFile(FileStatus other) {
    // the numbers, since a record's own equals costs a fresh JVM 10 ms when it is called first
    return inode == other.inode && device.dev() == other.device.dev();
  }

  /**
   * Whether both are the same file, and nobody has written to it in between. A new name or other
   * permissions make no other version, so the time of the last change of status is not asked for.
   */
  public boolean sameVersion(FileStatus other) {
    return sameFile(other) && size == other.size && modified == other.modified;
  }
}
