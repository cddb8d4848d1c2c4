package io.jrunc.host;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.plan.HostFacts.UserNamespace;

/**
 * What is known of this process, and of its kernel.
 *
 * @param status its ids, rights and signals
 * @param lastCapability the highest number of a capability that the kernel has
 */
record OwnFacts(ProcessStatus status, UserNamespace userNamespace, int lastCapability) {
  static OwnFacts read(ProcFiles proc) {
    return new OwnFacts(
        ProcessStatus.parse(proc.lines("self/status")),
        UidMap.parse(proc.lines("self/uid_map")),
        Integer.parseInt(proc.lines("sys/kernel/cap_last_cap").get(0)));
  }
}
