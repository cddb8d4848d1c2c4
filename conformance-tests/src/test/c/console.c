/*
 * console SOCKET: what conmon or containerd-shim is to a runtime's --console-socket.
 *
 * Listens on SOCKET, receives one message with the pseudoterminal's master in it,
 * writes "fds=N bytes=N" as the first line of its output, then relays: its standard
 * input goes to the terminal, what the terminal shows goes to its standard output.
 * Ends when the other side of the terminal is closed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int receive(int connection, int *master) {
  char data[4096];
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(8 * sizeof(int))];
  } control;
  struct iovec io = {data, sizeof data};
  struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t bytes = recvmsg(connection, &m, 0);
  if (bytes < 0) die("recvmsg");
  int fds = 0;
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  if (c != NULL && c->cmsg_type == SCM_RIGHTS) {
    fds = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(master, CMSG_DATA(c), sizeof *master);
  }
  printf("fds=%d bytes=%zd\n", fds, bytes);
  fflush(stdout);
  return fds;
}

static void relay(int master) {
  char buffer[4096];
  struct pollfd p[] = {{master, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (poll(p, 2, -1) > 0 || errno == EINTR) {
    if (p[0].revents) {
      ssize_t n = read(master, buffer, sizeof buffer);
      if (n <= 0) return; /* EIO: nobody holds the slave any more */
      if (write(STDOUT_FILENO, buffer, (size_t)n) != n) die("write");
    }
    if (p[1].revents) {
      ssize_t n = read(STDIN_FILENO, buffer, sizeof buffer);
      if (n <= 0)
        p[1].fd = -1;
      else if (write(master, buffer, (size_t)n) != n)
        die("write");
    }
  }
}

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argc != 2 || strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "usage: console SOCKET\n");
    return 125;
  }
  strcpy(address.sun_path, argv[1]);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1) < 0)
    die(argv[1]);
  int connection = accept(listener, NULL, NULL);
  if (connection < 0) die("accept");
  int master = -1;
  if (receive(connection, &master) < 1) return 1;
  relay(master);
  return 0;
}
