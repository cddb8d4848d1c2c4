/*
 * reap PIDFILE COMMAND [ARG...]: what a container engine's monitor is to a runtime.
 *
 * Becomes the subreaper of its descendants, runs COMMAND (a create), writes
 * "command exited N", and then waits for the process that PIDFILE names, which must
 * have become its child. Writes "init exited N" or "init killed by N".
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void report(const char *who, int status) {
  if (WIFSIGNALED(status))
    printf("%s killed by %d\n", who, WTERMSIG(status));
  else
    printf("%s exited %d\n", who, WEXITSTATUS(status));
  fflush(stdout);
}

int main(int argc, char **argv) {
  int status, init;
  if (argc < 3) {
    fprintf(stderr, "usage: reap PIDFILE COMMAND [ARG...]\n");
    return 125;
  }
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) die("prctl");
  pid_t command = fork();
  if (command < 0) die("fork");
  if (command == 0) {
    execvp(argv[2], argv + 2);
    die(argv[2]);
  }
  if (waitpid(command, &status, 0) < 0) die("waitpid");
  report("command", status);
  FILE *file = fopen(argv[1], "r");
  if (file == NULL || fscanf(file, "%d", &init) != 1) die(argv[1]);
  if (waitpid(init, &status, 0) < 0) die("waitpid init");
  report("init", status);
  return 0;
}
