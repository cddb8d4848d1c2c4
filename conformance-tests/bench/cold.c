/*
 * cold WORD...: calls the program that COLD_RUNTIME names with these words, which finds no engine. Docker's
 * runtimes have no environment of their own.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  const char *program = getenv("COLD_RUNTIME");
  if (!argc || !program) return 127;
  setenv("JRUNC_ENGINE", "none", 1);
  unsetenv("JRUNC_JAVA");
  execv(program, argv);
  perror(program);
  return 127;
}
