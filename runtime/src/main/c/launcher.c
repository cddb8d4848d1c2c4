/*
 * bin/jrunc, the cold way: where warm.c finds no engine, starts the JVM for one command, as cheaply
 * as a JVM can be started, and tells it what it could not see any more: the caller's signals and
 * descriptors. Everything else (arguments, directory, environment) passes through.
 *
 *   installation/bin/jrunc                 this program
 *   installation/lib/jrunc.jar             its manifest names the other jars, in order
 *   installation/lib/jvm.options           the JVM's options, with a reason each
 *   installation/lib/serve.options         the same for an engine, which stays
 *   installation/lib/native                JNA's library and the trampoline, unpacked
 *   installation/lib/archive/VERSION.jsa   class-data archive for that Java version, and
 *              .../VERSION-COMMAND.jsa     a smaller one for that command; make-archives makes them
 */
#include "launcher.h"
#include <ctype.h>
#include <dirent.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { OLDEST_JAVA = 17, OWN_ARGUMENTS = 16, LIBRARY = 100 };

/* A new string, as printf makes it. */
#define text(...) ({ char *made; if (asprintf(&made, __VA_ARGS__) < 0) exit(failure); made; })

static char **command_line; /* main's */
static int failure = 1;     /* the exit code of it */

/* In lower case, as all our messages. */
static const char *reason(void) {
  char *reason = text("%m");
  *reason = (char)tolower(*reason);
  return reason;
}

/* As Java logs failures: engines show their users the last error in a log, and nothing else. */
__attribute__((noreturn)) static void die(const char *message) {
  const char *log = given(command_line, "log"), *form = given(command_line, "log-format");
  int is_json = form && !strcmp(form, "json");
  int fd = log ? open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
  char now[sizeof "2026-01-02T03:04:05Z"] = "", quoted[2 * strlen(message) + 1], *end = quoted;
  fprintf(stderr, "jrunc: %s\n", message);
  for (; *message; message++) {
    if (*message == '"' || *message == '\\') *end++ = '\\';
    if ((unsigned char)*message >= ' ') *end++ = *message;
  }
  *end = 0;
  strftime(now, sizeof now, "%FT%TZ", gmtime(&(time_t){time(NULL)}));
  dprintf(fd,
          is_json ? "{\"level\":\"error\",\"msg\":\"%2$s\",\"time\":\"%1$s\"}\n"
                  : "time=\"%1$s\" level=error msg=\"%2$s\"\n",
          now, quoted);
  exit(failure);
}

/*
 * Below these limits a JVM ends before Java can say a word, after pages of its own. With a few more
 * descriptors it is Java that says what there are too few for.
 */
static void require(int resource, rlim_t least, const char *what) {
  struct rlimit now;
  if (!getrlimit(resource, &now) && now.rlim_cur < least)
    die(text("a JVM needs more than the caller's limit of %lu %s",
             (unsigned long)now.rlim_cur, what));
}

/* The real file's folder's parent: of installation/bin/jrunc, of jdk/bin/java; empty without any. */
static const char *two_levels_above(const char *file) {
  char *real = realpath(file, NULL);
  return real ? dirname(dirname(real)) : "";
}

/* As the file "release" of its JDK has it, in JAVA_VERSION="17.0.15"; empty: unknown. */
static const char *version_of(const char *java) {
  char line[4096], version[32] = "";
  FILE *release = fopen(text("%s/release", two_levels_above(java)), "re");
  while (release && fgets(line, sizeof line, release))
    sscanf(line, "JAVA_VERSION=\"%31[0-9.]", version);
  if (release) fclose(release);
  return text("%s", version);
}

static const char *newer(const char *one, const char *java) {
  const char *version = version_of(java);
  if (atoi(version) < OLDEST_JAVA || access(java, X_OK)) return one;
  return one && strverscmp(version, version_of(one)) <= 0 ? one : java;
}

static const char *choose_java(void) {
  const char *chosen = getenv("JRUNC_JAVA"), *home = getenv("JAVA_HOME"), *java = NULL;
  if (chosen && *chosen) return chosen;
  DIR *all = opendir("/usr/lib/jvm");
  for (struct dirent *entry; all && (entry = readdir(all));)
    if (*entry->d_name != '.') java = newer(java, text("/usr/lib/jvm/%s/bin/java", entry->d_name));
  if (all) closedir(all);
  if (!java && home && *home) java = newer(java, text("%s/bin/java", home));
  if (!java) java = newer(java, "/usr/bin/java");
  if (!java && !*version_of("/usr/bin/java") && !access("/usr/bin/java", X_OK))
    java = "/usr/bin/java"; /* somebody's script; a JVM that is too old says so itself */
  if (!java)
    die(text("java %d or newer is missing: apt-get install default-jre-headless", OLDEST_JAVA));
  return java;
}

/* What root runs must not depend on JVM options in somebody's environment. */
static void clean_environment(void) {
  static const char *const options[] = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS",
                                        "_JAVA_LAUNCHER_DEBUG", NULL};
  for (const char *const *name = options; *name; name++) unsetenv(*name);
  setenv("_JAVA_SR_SIGNUM", "64", 1); /* the JVM unblocks this one: by default SIGUSR2 */
  setenv("LC_ALL", "C.UTF-8", 1);     /* or file names are not what they are, in an empty locale */
}

/*
 * JDK 17 refuses an archive in a copied installation: it compares the jar's path with the recorded
 * one. So the path is the same wherever the folder is: through a descriptor of a number that callers
 * hardly use. Like all descriptors of the JVM's own, it does not get into a container.
 */
static char *library(const char *home) {
  char *path = text("%s/lib", home);
  int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) die(text("%s: %s", path, reason()));
  return fcntl(fd, F_DUPFD, LIBRARY) == LIBRARY ? text("/proc/self/fd/%d", LIBRARY) : path;
}

/* It is code: only those may have made it who could change the program as well. */
static int trusted(const char *path, uid_t owner) {
  struct stat status;
  return !stat(path, &status) && !(status.st_mode & (S_IWGRP | S_IWOTH)) &&
         (!status.st_uid || status.st_uid == geteuid() || status.st_uid == owner);
}

/*
 * A JVM checks the jars' times when it maps an archive, and starts slowly without any archive if
 * they differ. make-archives has set them to 0, so another time means that they are not the same.
 */
static const char *archive_for(const char *command, const char *version, const char *lib) {
  struct stat jar;
  const char *folder = text("%s/archive", lib);
  const char *archive = text("%s/%s-%s.jsa", folder, version, command);
  if (stat(text("%s/jrunc.jar", lib), &jar) || jar.st_mtime || !trusted(folder, jar.st_uid))
    return NULL;
  if (access(archive, R_OK)) archive = text("%s/%s.jsa", folder, version);
  return !access(archive, R_OK) && trusted(archive, jar.st_uid) ? archive : NULL;
}

static unsigned long ignored_signals(void) {
  unsigned long ignored = 0;
  struct sigaction now;
  for (int signal = 1; signal <= 64; signal++) /* but for 32 and 33, which are the C library's */
    if (!sigaction(signal, NULL, &now) && now.sa_handler == SIG_IGN) ignored |= 1ul << (signal - 1);
  return ignored;
}

__attribute__((noreturn)) static void become_jvm(char **words) {
  const char *home = two_levels_above("/proc/self/exe");
  if (!*home) die(text("/proc/self/exe: %s", reason()));
  const char *lib = library(home), *java = choose_java();
  const char *name = given(words - 1, NULL), *has_all = given(words - 1, "systemd-cgroup");
  const char *archive = archive_for(has_all ? "" : *name ? name : *words, version_of(java), lib);
  size_t count = 0;
  while (words[count]) count++;
  char *command[count + OWN_ARGUMENTS], **next = command;
  *next++ = "jrunc";
  *next++ = text("@%s/%s.options", lib, caller.is_engine ? "serve" : "jvm");
  if (archive) *next++ = text("-XX:SharedArchiveFile=%s", archive);
  *next++ = text("-Djna.boot.library.path=%s/native", lib);
  *next++ = text("-Dio.jrunc.caller=%lx,%lx,%u,%s", caller.blocked, ignored_signals(),
                 caller.descriptors, caller.directory_is_removed ? "removed" : "");
  *next++ = text("--class-path=%s/jrunc.jar", lib);
  *next++ = "io.jrunc.cli.Main";
  while ((*next++ = *words++)) {}
  clean_environment();
  if (caller.is_engine) setenv("MALLOC_ARENA_MAX", "2", 1); /* its threads come and go */
  signal(SIGCHLD, SIG_DFL); /* ignored, it would take children away */
  umask(umask(0) & 077);    /* or a user could not read what he has just written */
  execv(java, command);
  die(text("%s%s: %s", getenv("JRUNC_JAVA") ? "JRUNC_JAVA: " : "", java, reason()));
}

int main(__attribute__((unused)) int argc, char **argv) {
  command_line = argv;
  if ((errno = caller.dev_null_error)) die(text("/dev/null: %s", reason()));
  require(RLIMIT_NOFILE, 20, "open files (ulimit -n)");
  require(RLIMIT_AS, 1600ul << 20, "bytes of address space (ulimit -v)");
  require(RLIMIT_DATA, 96ul << 20, "bytes of data (ulimit -d)");
  if (getuid()) require(RLIMIT_NPROC, 16, "processes (ulimit -u)"); /* its threads count */
  if (!ended_in_the_middle) become_jvm(kept ? kept : argv + 1);
  const char *command = given(argv, NULL);
  pid_t cleaner = kept && *kept ? fork() : -1;
  if (!cleaner) become_jvm(kept);
  if (cleaner > 0) waitpid(cleaner, NULL, 0);
  if (!strcmp(command, "exec")) failure = 255;
  die(text("the engine ended in the middle of %s", *command ? command : "it"));
}
