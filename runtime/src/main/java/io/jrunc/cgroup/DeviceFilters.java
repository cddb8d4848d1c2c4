package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.BpfProgram;
import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.BpfAttachFlag;
import io.jrunc.linux.abi.BpfAttachType;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Attaches filters of devices to groups of version 2.
 *
 * <p>Others may have filters there as well, such as systemd; the kernel asks them all, and one that
 * refuses is enough. Ours is known by its name.
 */
final class DeviceFilters {

  private static final BpfAttachType TYPE = BpfAttachType.BPF_CGROUP_DEVICE;
  private static final BpfAttachFlag MULTI = BpfAttachFlag.BPF_F_ALLOW_MULTI;

  private final CgroupFiles files;
  private final BpfCalls bpf;

  DeviceFilters(CgroupFiles files, BpfCalls bpf) {
    this.files = files;
    this.bpf = bpf;
  }

  /**
   * Lets the group have this filter and no other of ours, with no moment in between at which a
   * device can be used that neither the old nor the new one allows.
   *
   * @throws CgroupException if the kernel refuses it
   */
  void put(Path group, DeviceFilter filter) {
    List<Fd> own = new ArrayList<>();
    try (Fd directory = files.openDirectory(group);
        Fd program = load(filter.program())) {
      addOwn(directory, own);
      if (own.isEmpty()) {
        bpf.progAttach(directory, program, TYPE, MULTI);
      } else {
        replace(directory, own, program);
      }
    } catch (KernelException e) {
      throw new CgroupException(
          DeviceRules.AT, "the device filter can't be attached: " + e.getMessage(), e);
    } finally {
      closeAll(own);
    }
  }

  /**
   * Takes our filters away, where everything is allowed.
   *
   * @throws CgroupException if the kernel refuses it
   */
  void remove(Path group) {
    List<Fd> own = new ArrayList<>();
    try (Fd directory = files.openDirectory(group)) {
      addOwn(directory, own);
      detach(directory, own);
    } catch (KernelException e) {
      throw new CgroupException(
          DeviceRules.AT, "the device filter can't be detached: " + e.getMessage(), e);
    } finally {
      closeAll(own);
    }
  }

  private Fd load(BpfProgram program) {
    try {
      return bpf.progLoad(program);
    } catch (KernelException e) {
      String log = e.errno() == Errno.EPERM ? "" : bpf.verifierLog(program).strip();
      throw new CgroupException(
          DeviceRules.AT,
          "the kernel refuses the device filter: " + e.errno() + (log.isEmpty() ? "" : ":\n" + log),
          e);
    }
  }

  private void addOwn(Fd directory, List<Fd> own) {
    for (int number : bpf.progQuery(directory, TYPE)) {
      Fd program;
      try {
        program = bpf.progGetFdById(number);
      } catch (KernelException e) {
        if (e.errno() == Errno.ENOENT) {
          continue; // detached in this moment
        }
        throw e;
      }
      own.add(program);
      if (!bpf.progName(program).equals(DeviceFilter.NAME)) {
        own.remove(program);
        program.close();
      }
    }
  }

  /** Before Linux 5.6 both are there for a moment, which only denies more. */
  private void replace(Fd directory, List<Fd> own, Fd program) {
    List<Fd> superfluous = own;
    try {
      bpf.progReplace(directory, own.get(0), program, TYPE, MULTI);
      superfluous = own.subList(1, own.size());
    } catch (KernelException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      bpf.progAttach(directory, program, TYPE, MULTI);
    }
    detach(directory, superfluous);
  }

  private void detach(Fd directory, List<Fd> programs) {
    for (Fd program : programs) {
      bpf.progDetach(directory, program, TYPE);
    }
  }

  private static void closeAll(List<Fd> programs) {
    for (Fd program : programs) {
      program.close();
    }
  }
}
