package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.program.Slots;
import io.jrunc.program.Slots.Slot;

/**
 * Gives a program what it needs to join a running container.
 *
 * @param init the container's first process; its owner closes it
 */
public record InitFiles(FileCalls files, PidFd init) implements SlotSource {

  @Override
  public Fd open(Slot slot) {
    if (slot instanceof Slots.Init) {
      return files.fcntlDupfd(init.fd(), 0);
    }
    if (slot instanceof Slots.RootOfInit) {
      return files.open("/proc/" + init.pid() + "/root", OpenFlag.O_PATH);
    }
    if (slot instanceof Slots.TaskFile tasks) {
      return files.open(tasks.path(), OpenFlag.O_WRONLY);
    }
    throw new IllegalArgumentException("nobody opens " + slot.describe());
  }
}
