package io.jrunc.linux.abi;

/** What the manual calls an argument of a system call, and how a listing writes its value. */
public record SyscallArgument(String name, ArgumentKind kind) {}
