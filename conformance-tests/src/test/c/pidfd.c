/*
 * pidfd SOCKET: what waits at a runtime's --pidfd-socket.
 * Receives one message with a pidfd in it, writes "MESSAGE fds=N pid=PID", kills that process by the
 * pidfd, waits for its end and writes "ended".
 */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int pid_of(int pidfd) {
  char path[64], line[256];
  int pid = -1;
  snprintf(path, sizeof path, "/proc/self/fdinfo/%d", pidfd);
  FILE *info = fopen(path, "r");
  if (info == NULL) die(path);
  while (fgets(line, sizeof line, info)) sscanf(line, "Pid: %d", &pid);
  fclose(info);
  return pid;
}

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argc != 2 || strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "usage: pidfd SOCKET\n");
    return 125;
  }
  strcpy(address.sun_path, argv[1]);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1) < 0)
    die(argv[1]);
  int connection = accept(listener, NULL, NULL);
  char data[256];
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(8 * sizeof(int))];
  } control;
  struct iovec io = {data, sizeof data - 1};
  struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t bytes = recvmsg(connection, &m, MSG_CMSG_CLOEXEC);
  if (bytes < 0) die("recvmsg");
  data[bytes] = 0;
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  if (c == NULL || c->cmsg_type != SCM_RIGHTS) {
    printf("%s fds=0\n", data);
    return 1;
  }
  int pidfd = *(int *)CMSG_DATA(c);
  printf("%s fds=%d pid=%d\n", data, (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int)), pid_of(pidfd));
  fflush(stdout);
  if (getchar() == EOF) return 0; /* whoever asks may want to look at the process first */
  if (syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0) < 0) die("pidfd_send_signal");
  struct pollfd end = {pidfd, POLLIN, 0};
  poll(&end, 1, -1);
  puts("ended");
  return 0;
}
