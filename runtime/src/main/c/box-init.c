/*
 * lib/box-init: process 1 of a box, and the parent of its command.
 *
 * The kernel spares a process 1 every signal that it has no handler for, so Ctrl-C could not end
 * `jrunc box sleep 1000`, nor could `jrunc kill`. This program passes signals on, gives the command
 * the terminal, takes in the box's orphans, and ends with the command's exit code.
 *
 *   init [-q] COMMAND [ARGUMENT ...]     -q: nobody looks at the output
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAILED = 1, NOT_EXECUTABLE = 126, NOT_FOUND = 127, KILLED = 128 };

static void discard_output(void) {
  int null = open("/dev/null", O_RDWR);
  for (int fd = 0; null >= 0 && fd <= 2; fd++) dup2(null, fd);
  if (null > 2) close(null);
}

/* In a process group of its own, so that the terminal's keys reach it and not us. */
__attribute__((noreturn)) static void become(char **command, const sigset_t *mask, int failure,
                                             int quiet) {
  setpgid(0, 0);
  tcsetpgrp(0, getpid()); /* fails without a terminal; SIGTTOU is blocked */
  if (quiet) discard_output();
  sigprocmask(SIG_SETMASK, mask, NULL);
  execvp(*command, command);
  int reason = errno;
  if (write(failure, &reason, sizeof reason) < 0) _exit(FAILED);
  _exit(NOT_FOUND);
}

static int refuse(const char *command, int reason) {
  const char *why = reason == ENOENT   ? "no such program in the box"
                    : reason == EACCES ? "permission denied"
                                       : strerror(reason);
  fprintf(stderr, "box: %s: %s\n", command, why);
  return reason == ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
}

/* The exit code of the command once it has ended, else -1. */
static int reap(pid_t command) {
  int status;
  pid_t child;
  while ((child = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
    if (WIFSTOPPED(status)) {
      /* Ctrl-Z: there is no shell that could let it go on */
      if (child == command && WSTOPSIG(status) == SIGTSTP) kill(-command, SIGCONT);
    } else if (child == command) {
      return WIFSIGNALED(status) ? KILLED + WTERMSIG(status) : WEXITSTATUS(status);
    }
  }
  return -1;
}

int main(int argc, char **argv) {
  int quiet = argc > 1 && !strcmp(argv[1], "-q"), failure[2], reason, code;
  char **command = argv + 1 + quiet;
  sigset_t all, before;
  if (!*command || pipe2(failure, O_CLOEXEC)) return FAILED;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before); /* none is lost: each waits for sigwaitinfo */

  pid_t child = fork();
  if (child < 0) return refuse(*command, errno);
  if (!child) become(command, &before, failure[1], quiet);
  setpgid(child, child); /* whoever of us is first */
  close(failure[1]);
  if (read(failure[0], &reason, sizeof reason) == sizeof reason) return refuse(*command, reason);
  close(failure[0]);
  if (quiet) discard_output();

  while ((code = reap(child)) < 0) {
    int signal = sigwaitinfo(&all, NULL);
    if (signal > 0 && signal != SIGCHLD) kill(-child, signal);
  }
  return code;
}
