/*
 * garble ask SOCKET: says to a resident engine what no client says, each on a connection of its own,
 * and prints for each what came back: "closed", "cold", "N bytes", or "nothing" after ten seconds.
 * garble answer SOCKET KIND: is an engine that answers every client with what no engine says, until
 * it is killed; prints a line when it listens.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Of every message of an engine: its numbers' places, and the bytes before its text. */
enum { OPERATION = 4, ARGUMENT, FILES, WORDS, HEAD = 36 };

static int size_of_socket(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  strncpy(address->sun_path, path, sizeof address->sun_path - 1);
  return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

static void send_files(int fd, const void *bytes, size_t size, int count) {
  int files[250];
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof files)];
  } control;
  struct iovec part = {(void *)bytes, size};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  for (int i = 0; i < count; i++) files[i] = 0;
  if (count) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    control.header = (struct cmsghdr){CMSG_LEN(count * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), files, count * sizeof(int));
  }
  sendmsg(fd, &message, MSG_NOSIGNAL);
}

static void tell(const char *kind, int fd) {
  char answer[4096];
  struct pollfd request = {fd, POLLIN, 0};
  ssize_t size = poll(&request, 1, 10000) == 1 ? recv(fd, answer, sizeof answer, 0) : -2;
  if (size == -2) printf("%s: nothing\n", kind);
  else if (size <= 0) printf("%s: closed\n", kind);
  else if (size == HEAD && ((uint32_t *)answer)[OPERATION] == 1) printf("%s: cold\n", kind);
  else printf("%s: %zd bytes\n", kind, size);
  close(fd);
}

/* A greeting with these fields; what follows may be less than they say. */
struct __attribute__((packed)) hello {
  uint32_t magic, protocol;
  uint64_t jar[3], blocked;
  uint32_t descriptors, argc, envc;
  char strings[200];
};

static int ask(const char *path) {
  static char huge[160 << 10];
  static const char *const kinds[] = {
      "one byte",     "zeros",        "wrong magic", "protocol 0",     "protocol 2^32-1", "cut off",
      "no strings",   "many words",   "2^32 words",  "many variables", "no zero byte",    "not UTF-8",
      "no directory", "2^31 files",  "as a file",      "250 files",       "a long one",
      "bytes behind", "another jar", "two at once", "half closed",   "nothing at all"};
  struct sockaddr_un address;
  for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
    struct hello hello = {0x636e726a, 3, {1, 2, 3}, 0, 0, 1, 1, "/\0list\0A=b"};
    size_t size = sizeof hello - sizeof hello.strings + 12;
    int files = 0, times = 1, fd = size_of_socket(path, &address);
    const void *message = &hello;
    if (connect(fd, (void *)&address, sizeof address)) return perror(path), 1;
    const char *name = kinds[kind];
#define IS(text) if (!strcmp(name, text))
    IS("one byte") size = 1;
    IS("zeros") memset(&hello, 0, sizeof hello);
    IS("wrong magic") hello.magic++;
    IS("protocol 0") hello.protocol = 0;
    IS("protocol 2^32-1") hello.protocol = UINT32_MAX;
    IS("cut off") size = 40;
    IS("no strings") size -= 12;
    IS("many words") hello.argc = 5000;
    IS("2^32 words") hello.argc = UINT32_MAX;
    IS("many variables") hello.envc = UINT32_MAX / 2;
    IS("no zero byte") size--;
    IS("not UTF-8") hello.strings[3] = (char)0xff;
    IS("no directory") hello.strings[0] = 0;
    IS("2^31 files") hello.descriptors = 1u << 31;
    IS("as a file") files = 1;
    IS("250 files") files = 250;
    IS("a long one") message = huge, size = sizeof huge;
    IS("bytes behind") size += 50;
    IS("two at once") times = 2;
    int space = 1 << 20;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &space, sizeof space);
    if (strcmp(name, "nothing at all") && strcmp(name, "half closed"))
      for (; times; times--) send_files(fd, message, size, files);
    IS("half closed") shutdown(fd, SHUT_WR);
    tell(name, fd);
  }
  return 0;
}

static int answer(const char *path, const char *name) {
  struct sockaddr_un address;
  static uint32_t words[64];
  int listening = size_of_socket(path, &address);
  if (bind(listening, (void *)&address, sizeof address) || listen(listening, 5)) return perror(path), 1;
  puts("listens");
  fflush(stdout);
  for (;;) {
    char in[4096];
    int files = 0, count = 0, fd = accept(listening, NULL, NULL);
    size_t size = 0;
    IS("closes at once") { close(fd); continue; }
    recv(fd, in, sizeof in, 0);
    memset(words, 0, sizeof words);
    words[OPERATION] = 1;
    IS("cold") size = HEAD;
    IS("says nothing and closes") size = 0;
    IS("a short one") size = 2;
    IS("a long cold") size = sizeof words;
    IS("unknown") size = HEAD, words[OPERATION] = 99;
    IS("unknown with files") size = HEAD, words[OPERATION] = 99, files = 250;
    IS("exit 5") size = HEAD, words[OPERATION] = 8, words[ARGUMENT] = 5;
    IS("exit without a code") size = HEAD - 4, words[OPERATION] = 8;
    IS("begun and gone") size = HEAD, words[OPERATION] = 2;
    IS("begun without words") size = HEAD, words[OPERATION] = 2, words[WORDS] = 7;
    IS("writes to 7") size = HEAD + 4, words[OPERATION] = 3, words[ARGUMENT] = 7;
    IS("writes to nothing") size = HEAD, words[OPERATION] = 3;
    IS("spawns nothing") size = HEAD, words[OPERATION] = 5;
    IS("spawns many words") size = HEAD + 4, words[OPERATION] = 5, words[WORDS] = UINT32_MAX;
    IS("spawns far away") size = HEAD, words[OPERATION] = 5, words[ARGUMENT] = UINT32_MAX, words[FILES] = 2;
    IS("waits for init") size = HEAD, words[OPERATION] = 6, words[ARGUMENT] = 1;
    IS("foreground of nobody") size = HEAD, words[OPERATION] = 7, words[ARGUMENT] = 0x7ffffff0;
    IS("holds too many") size = HEAD, words[OPERATION] = 4, files = 250, count = 20;
    do
      if (size) send_files(fd, words, size, files);
    while (count-- > 0);
    close(fd);
  }
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[1], "ask")) return ask(argv[2]);
  if (argc == 4 && !strcmp(argv[1], "answer")) return answer(argv[2], argv[3]);
  return 125;
}
