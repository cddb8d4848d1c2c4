/*
 * keys UID: makes keys as this user until the user may have no more, writes "full", and keeps them
 * until its standard input ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SESSION = -3, JOIN_SESSION_KEYRING = 1, MOST = 100000 };

int main(int argc, char **argv) {
  int uid = argc == 2 ? atoi(argv[1]) : 0;
  if (uid < 1 || setresuid(uid, uid, uid) < 0) {
    fprintf(stderr, "usage: keys UID\n");
    return 125;
  }
  syscall(SYS_keyctl, JOIN_SESSION_KEYRING, "keys");
  for (int i = 0; i < MOST; i++) {
    char name[32];
    snprintf(name, sizeof name, "key%d", i);
    if (syscall(SYS_add_key, "user", name, "x", 1, SESSION) < 0) {
      if (errno != EDQUOT) perror("add_key");
      puts(errno == EDQUOT ? "full" : "failed");
      fflush(stdout);
      getchar();
      return 0;
    }
  }
  return 1;
}
