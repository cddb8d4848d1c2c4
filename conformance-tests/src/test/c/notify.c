/*
 * notify listen ADDRESS: what a service manager is to sd_notify(3).
 * Receives messages at ADDRESS (a path, or a name after @) and writes each as one line, with "; " for
 * line breaks and " +N" for N descriptors, which it closes. Ends after BARRIER=1.
 *
 * notify send MESSAGE ...: what a service is. Sends each as one message to $NOTIFY_SOCKET.
 */
#define _GNU_SOURCE
#include <stddef.h>
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

static socklen_t fill(struct sockaddr_un *address, const char *text) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(text) >= sizeof address->sun_path) die("address too long");
  strcpy(address->sun_path, text);
  if (text[0] == '@') address->sun_path[0] = 0;
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(text) + (text[0] != '@'));
}

static int receive(int socket) {
  char data[4096];
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(8 * sizeof(int))];
  } control;
  struct iovec io = {data, sizeof data - 1};
  struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t bytes = recvmsg(socket, &m, 0);
  if (bytes < 0) die("recvmsg");
  data[bytes] = 0;
  for (char *c = data; *c; c++) {
    if (*c != '\n') putchar(*c);
    else if (c[1]) fputs("; ", stdout);
  }
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  if (c != NULL && c->cmsg_type == SCM_RIGHTS) {
    int fds = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    printf(" +%d", fds);
    for (int i = 0; i < fds; i++) close(((int *)CMSG_DATA(c))[i]);
  }
  putchar('\n');
  fflush(stdout);
  return strcmp(data, "BARRIER=1");
}

int main(int argc, char **argv) {
  struct sockaddr_un address;
  int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (argc == 3 && strcmp(argv[1], "listen") == 0) {
    if (bind(s, (struct sockaddr *)&address, fill(&address, argv[2])) < 0) die(argv[2]);
    puts("listening");
    fflush(stdout);
    while (receive(s)) continue;
    return 0;
  }
  if (argc > 2 && strcmp(argv[1], "send") == 0 && getenv("NOTIFY_SOCKET") != NULL) {
    socklen_t length = fill(&address, getenv("NOTIFY_SOCKET"));
    for (int i = 2; i < argc; i++)
      if (sendto(s, argv[i], strlen(argv[i]), 0, (struct sockaddr *)&address, length) < 0) die("sendto");
    return 0;
  }
  fprintf(stderr, "usage: notify listen ADDRESS | notify send MESSAGE ...\n");
  return 125;
}
