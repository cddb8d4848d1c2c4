/*
 * call [trap|trace] getpriority|unknown [ARG...]: makes one harmless system call and tells what
 * came of it: "ok", "errno N", "trapped" (by a SIGSYS), or what a tracer was told: "traced N".
 * "unknown" is a number that no kernel has.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void trapped(int signal) {
  (void)signal;
  write(1, "trapped\n", 8);
  _exit(0);
}

static int call(char **words) {
  long a[6] = {0};
  long number = strcmp(words[0], "unknown") == 0 ? 4000 : SYS_getpriority;
  for (int i = 0; i < 6 && words[i + 1] != NULL; i++) a[i] = (long)strtoull(words[i + 1], NULL, 0);
  if (syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]) >= 0)
    puts("ok");
  else
    printf("errno %d\n", errno);
  fflush(stdout);
  return 0;
}

static int trace(char **words) {
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    _exit(call(words));
  }
  int status;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL);
  ptrace(PTRACE_CONT, child, 0, 0);
  while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) {
      unsigned long message = 0;
      ptrace(PTRACE_GETEVENTMSG, child, 0, &message);
      printf("traced %lu\n", message);
      fflush(stdout);
    }
    ptrace(PTRACE_CONT, child, 0, 0);
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  if (strcmp(argv[1], "trace") == 0) return trace(argv + 2);
  if (strcmp(argv[1], "trap") == 0) {
    signal(SIGSYS, trapped);
    return call(argv + 2);
  }
  return call(argv + 1);
}
