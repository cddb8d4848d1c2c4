/*
 * agent SOCKET COUNT: answers the system calls of so many programs.
 *
 * Listens at SOCKET. For each program it writes "fds=N MESSAGE", a line, then refuses every
 * getpriority(2) with ECOMM and lets all else go on, until the program has ended.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int receive(int connection) {
  static char data[65536];
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(8 * sizeof(int))];
  } control;
  struct iovec io = {data, sizeof data - 1};
  struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t bytes = recvmsg(connection, &m, 0);
  struct cmsghdr *c = bytes < 0 ? NULL : CMSG_FIRSTHDR(&m);
  if (c == NULL) die("recvmsg");
  int fd;
  memcpy(&fd, CMSG_DATA(c), sizeof fd);
  data[bytes] = 0;
  for (char *end = data; (end = strchr(end, '\n')) != NULL;) *end = ' ';
  printf("fds=%zu %s\n", (c->cmsg_len - CMSG_LEN(0)) / sizeof(int), data);
  fflush(stdout);
  return fd;
}

static void answer(int listener) {
  struct pollfd p = {listener, POLLIN, 0};
  while (poll(&p, 1, -1) > 0 && (p.revents & POLLIN)) {
    struct seccomp_notif call;
    memset(&call, 0, sizeof call);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0) continue;
    struct seccomp_notif_resp reply = {.id = call.id};
    if (call.data.nr == SYS_getpriority)
      reply.error = -ECOMM;
    else
      reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
  int listening = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(listening, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (listen(listening, 4) < 0) die("listen");
  for (int left = atoi(argv[2]); left > 0; left--) {
    int listener = receive(accept(listening, NULL, NULL));
    if (fork() == 0) {
      answer(listener);
      return 0;
    }
    close(listener);
  }
  while (wait(NULL) > 0) {
  }
  return 0;
}
