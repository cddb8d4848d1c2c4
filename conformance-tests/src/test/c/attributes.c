/*
 * attributes: writes what a process has beside its rights, "NAME=VALUE" a line. The kernel shows most
 * of it nowhere in /proc.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

struct scheduling {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
};

int main(void) {
  struct scheduling s = {0};
  syscall(SYS_sched_getattr, 0, &s, sizeof s, 0);
  static const char *const policies[] = {"SCHED_OTHER", "SCHED_FIFO", "SCHED_RR",      "SCHED_BATCH",
                                         "SCHED_ISO",   "SCHED_IDLE", "SCHED_DEADLINE"};
  printf("policy=%s\nflags=%lu\nnice=%d\npriority=%u\n", policies[s.policy], s.flags, s.nice, s.priority);
  printf("runtime=%lu\ndeadline=%lu\nperiod=%lu\n", s.runtime, s.deadline, s.period);
  long io = syscall(SYS_ioprio_get, 1, 0);
  printf("io=%ld/%ld\n", io >> 13, io & 0x1fff);
  printf("personality=%d\n", personality(0xffffffff));
  int mode = -1;
  unsigned long nodes[16] = {0};
  syscall(SYS_get_mempolicy, &mode, nodes, sizeof nodes * 8, NULL, 0);
  printf("memory=0x%x/0x%lx\n", mode, nodes[0]);
  char keyring[256] = "";
  syscall(SYS_keyctl, 6 /* KEYCTL_DESCRIBE */, -3 /* KEY_SPEC_SESSION_KEYRING */, keyring, sizeof keyring - 1);
  printf("keyring=%s\n", keyring);
  printf("serial=%ld\n", syscall(SYS_keyctl, 0 /* KEYCTL_GET_KEYRING_ID */, -3, 0));
  return 0;
}
