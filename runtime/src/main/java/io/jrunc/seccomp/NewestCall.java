package io.jrunc.seccomp;

/**
 * The highest number that a profile names on an architecture.
 *
 * @param architecture its token in libseccomp, which is its AUDIT_ARCH_ but for x32
 * @param number of the system call, on x32 with the bit that marks its calls
 */
record NewestCall(int architecture, int number) {}
