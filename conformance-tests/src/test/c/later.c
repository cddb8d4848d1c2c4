/*
 * later MICROSECONDS PID SIGNAL COMMAND [ARG...]: becomes COMMAND; so long after, the process PID gets
 * the signal, or with PID 0 the command itself.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 5) return 125;
  long wait = atol(argv[1]);
  pid_t target = atoi(argv[2]) ? atoi(argv[2]) : getpid();
  struct timespec time = {wait / 1000000, wait % 1000000 * 1000};
  pid_t child = fork();
  if (!child) {
    if (fork()) _exit(0); /* no child of the command */
    for (int fd = 0; fd < 3; fd++) close(fd);
    clearenv();
    nanosleep(&time, NULL);
    kill(target, atoi(argv[3]));
    _exit(0);
  }
  waitpid(child, NULL, 0);
  execv(argv[4], argv + 4);
  perror(argv[4]);
  return 127;
}
