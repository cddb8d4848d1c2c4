#!/bin/sh
# Prints the constants that constants.*.txt name, as the headers of a compiler's target have them:
#   ./constants.sh gcc > constants.x86_64.txt
#   ./constants.sh aarch64-linux-gnu-gcc qemu-aarch64 > constants.aarch64.txt
# A new constant is first added to constants.x86_64.txt, with any number. The list of what newer
# kernels have is for headers of Linux 6.1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
  cat << 'C'
#define _GNU_SOURCE
#include <stddef.h>
#include <stdio.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <termios.h>
#include <linux/types.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/stat.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/mount.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/memfd.h>
#include <linux/prctl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/seccomp.h>
#include <linux/bpf.h>
#include <linux/securebits.h>
#include <linux/sched.h>
#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <linux/keyctl.h>
#include <linux/nsfs.h>
#include <linux/magic.h>
#ifndef MOVE_MOUNT_BENEATH
#define MOVE_MOUNT_BENEATH 0x200
#endif
#ifndef FSCONFIG_CMD_CREATE_EXCL
#define FSCONFIG_CMD_CREATE_EXCL 8
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x8
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x20
#endif
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif
#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif
#ifndef PIDFD_NONBLOCK
#define PIDFD_NONBLOCK O_NONBLOCK
#endif
#ifndef PIDFD_THREAD
#define PIDFD_THREAD O_EXCL
#endif
#ifndef SCHED_OTHER
#define SCHED_OTHER 0
#endif
#ifndef SCHED_ISO
#define SCHED_ISO 4
#endif
#ifndef MPOL_WEIGHTED_INTERLEAVE
#define MPOL_WEIGHTED_INTERLEAVE 6
#endif
#ifndef PID_FS_MAGIC
#define PID_FS_MAGIC 0x50494446
#endif
#ifndef SYS_statmount
#define SYS_statmount 457
#endif
#ifndef SYS_listmount
#define SYS_listmount 458
#endif
#ifndef SYS_open_tree_attr
#define SYS_open_tree_attr 467
#endif
static void show(const char *name, long long value) { printf("%s %lld\n", name, value); }
int main(void) {
C
  while read -r name value; do
    case $name in
      stx_*) expression="offsetof(struct statx, $name)" ;;
      MS_* | CLONE_IO) expression="(unsigned) $name" ;;
      *) expression=$name ;;
    esac
    echo "  show(\"$name\", $expression);"
  done < "$here/constants.x86_64.txt"
  echo 'return 0; }'
} > "$work/constants.c"
"$1" -static -w -o "$work/constants" "$work/constants.c"
shift
"$@" "$work/constants"
