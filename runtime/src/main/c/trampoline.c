/*
 * The trampoline replays a syscall program inside a new container. It decides nothing: the program
 * was written by Java (package io.jrunc.program), which also explains every instruction of it.
 *
 *   argv[0]       a name for people
 *   argv[1]       number of the descriptor that holds the program, a sealed memfd; the next one is
 *                 the report page, shared with the engine
 *   PROGRAM       where the program is mapped, read-only; pointers in it are constants
 *   REPORT        where the report page is mapped: the engine reads there how far we came
 *
 * Freestanding: no C library, no heap, no relocations. Layouts here and in
 * io.jrunc.program.ProgramEncoder are one contract.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
#include "invoke.h"

enum { PROGRAM = 0x10000000, REPORT = 0x20000000, REPORT_SIZE = 4096 };
enum operation { SYSCALL, MOVE, STORE, LOAD, FAIL };
enum test { MUST_SUCCEED, GO_ON, JUMP_IF_ERRNO, JUMP_IF_ERROR, JUMP_IF_EQUAL, MUST_EQUAL };
enum { QUIET = 1 };              /* flag: do not record this instruction in the report page */
enum { FAILED_AT = 30, ERRNO };  /* registers that an error sets: which instruction, which error */
enum { UNEXPECTED_RESULT = 4096 }; /* reported in place of an errno by MUST_EQUAL */
enum { EINTR = 4, EAGAIN = 11, MAX_ERRNO = 4095 };
enum { PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_PRIVATE = 2, SEEK_END = 2,
       MAP_FIXED_NOREPLACE = 0x100000 };

struct instruction {
  u8 operation, test, result, flags; /* result: the register that receives the value */
  u8 registers, unused;              /* bit i: operand i is the number of a register */
  u16 number;                        /* of the syscall */
  u32 target;                        /* of a jump: an index into the program */
  u32 retries;                       /* how often to try again after EAGAIN, EINTR, a load of 0 */
  s64 expected;                      /* what the test compares with */
  s64 operand[6];
};

struct program {
  u64 magic;
  u64 count;
  struct instruction code[];
};

struct report {
  u32 at;    /* the instruction that is being run */
  u32 error; /* errno or UNEXPECTED_RESULT once it has failed */
  s64 value; /* the unexpected result */
};

#if defined(__x86_64__)
enum { NR_LSEEK = 8, NR_MMAP = 9, NR_EXIT_GROUP = 231 };
__asm__(".globl _start\n_start: xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call replay\n");
#elif defined(__aarch64__)
enum { NR_LSEEK = 62, NR_MMAP = 222, NR_EXIT_GROUP = 94 };
__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n mov x0, sp\n b replay\n");
#else
#error "the trampoline is written for x86-64 and aarch64"
#endif

static s64 map(u64 address, u64 size, s64 protection, s64 flags, s64 fd) {
  return invoke(NR_MMAP,
                (s64[]){address, size, protection, flags | MAP_FIXED_NOREPLACE, fd, 0});
}

static void leave(s64 status) {
  for (;;) {
    invoke(NR_EXIT_GROUP, (s64[]){status, 0, 0, 0, 0, 0});
    __builtin_trap(); /* a seccomp filter may have refused even that */
  }
}

static s64 run(const struct instruction *i, s64 *registers) {
  s64 a[6], result;
  u32 tries_left = i->retries;
  for (int k = 0; k < 6; k++)
    a[k] = i->registers >> k & 1 ? registers[i->operand[k] & 31] : i->operand[k];
  switch ((enum operation)i->operation) {
    case SYSCALL:
      do result = invoke(i->number, a);
      while ((result == -EAGAIN || result == -EINTR) && tries_left--);
      return result;
    case MOVE:
      return a[0];
    case LOAD:
      do result = *(const volatile int *)a[0] & ~(int)a[1]; /* without the second operand's bits */
      while (!result && tries_left--);
      return result;
    case STORE:
      *(u32 *)a[0] = (u32)a[1];
      return 0;
    case FAIL: /* operands: the instruction that really failed, and its errno */
      ((volatile struct report *)REPORT)->at = (u32)a[0];
      return -a[1];
  }
  return -MAX_ERRNO;
}

__attribute__((noreturn, used)) void replay(char **stack) {
  volatile struct report *report = (volatile struct report *)REPORT;
  const struct program *program = (const struct program *)PROGRAM;
  s64 registers[32], fd = 0;
  for (int k = 0; k < 32; k++) ((volatile s64 *)registers)[k] = 0;
  for (const char *digit = stack[2]; *digit; digit++) fd = fd * 10 + *digit - '0';
  s64 size = invoke(NR_LSEEK, (s64[]){fd, 0, SEEK_END, 0, 0, 0});
  if (size <= 0 || map(PROGRAM, size, PROT_READ, MAP_PRIVATE, fd) != PROGRAM ||
      map(REPORT, REPORT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd + 1) != REPORT)
    leave(126);

  for (u64 at = 0; at < program->count; at++) {
    const struct instruction *i = &program->code[at];
    if (!(i->flags & QUIET)) report->at = (u32)at;
    s64 value = run(i, registers);
    int jump = i->test == JUMP_IF_EQUAL && value == i->expected;
    if (i->operation != MOVE && i->operation != LOAD && value < 0 && value >= -MAX_ERRNO) {
      registers[FAILED_AT] = (s64)at;
      registers[ERRNO] = -value;
      jump = i->test == JUMP_IF_ERROR || (i->test == JUMP_IF_ERRNO && i->expected == -value);
      if (!jump && i->test != GO_ON) {
        report->error = (u32)-value;
        leave(1);
      }
    } else if (i->test == MUST_EQUAL && value != i->expected) {
      report->value = value;
      report->error = UNEXPECTED_RESULT;
      leave(1);
    } else {
      registers[i->result & 31] = value;
    }
    if (jump) at = (u64)i->target - 1;
  }
  leave(0);
  __builtin_unreachable();
}
