/*
 * udp echo PORT NAME: answers each datagram with "NAME seen from ADDRESS"; IPv4 and IPv6.
 * udp ask ADDRESS PORT TEXT TRIES: sends TEXT, up to TRIES times 0.2 s apart, and prints the answer;
 * exit code 1 if there is none, with the reason if there is one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static char text[2000];

static int echo(int port, const char *name) {
  struct sockaddr_in6 here = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  int off = 0, s = socket(AF_INET6, SOCK_DGRAM, 0);
  setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (bind(s, (struct sockaddr *)&here, sizeof here) != 0) return perror("udp: bind"), 1;
  for (;;) {
    struct sockaddr_in6 from;
    socklen_t size = sizeof from;
    char address[INET6_ADDRSTRLEN], answer[2200];
    ssize_t n = recvfrom(s, text, sizeof text - 1, 0, (struct sockaddr *)&from, &size);
    if (n < 0) continue;
    text[n] = 0;
    inet_ntop(AF_INET6, &from.sin6_addr, address, sizeof address);
    int mapped = IN6_IS_ADDR_V4MAPPED(&from.sin6_addr);
    int length = snprintf(answer, sizeof answer, "%s seen from %s\n", name,
                          mapped ? address + 7 : address);
    sendto(s, answer, length, 0, (struct sockaddr *)&from, size);
  }
}

static int ask(const char *address, int port, const char *question, int tries) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
  struct sockaddr_in6 there6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  int is4 = inet_pton(AF_INET, address, &there.sin_addr) == 1;
  if (!is4 && inet_pton(AF_INET6, address, &there6.sin6_addr) != 1) return 2;
  int s = socket(is4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
  struct timeval limit = {.tv_usec = 200000};
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  struct sockaddr *to = is4 ? (struct sockaddr *)&there : (struct sockaddr *)&there6;
  /* connected, so that an answer from any other address than the one asked is none */
  if (connect(s, to, is4 ? sizeof there : sizeof there6) != 0) return perror("udp: connect"), 1;
  errno = 0;
  for (int i = 0; i < tries; i++) {
    ssize_t n = send(s, question, strlen(question), 0) < 0 ? -1 : recv(s, text, sizeof text - 1, 0);
    if (n >= 0) return fwrite(text, 1, n, stdout), 0;
    if (errno != EAGAIN && i + 1 < tries) usleep(200000);
  }
  return perror("udp: no answer"), 1;
}

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "echo")) return echo(atoi(argv[2]), argv[3]);
  if (argc == 6 && !strcmp(argv[1], "ask"))
    return ask(argv[2], atoi(argv[3]), argv[4], atoi(argv[5]));
  fprintf(stderr, "usage: udp echo PORT NAME | udp ask ADDRESS PORT TEXT TRIES\n");
  return 2;
}
