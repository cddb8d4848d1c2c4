package io.jrunc.linux.jna;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A C library whose kernel answers as the test says, in this order; an error is negative. */
final class ScriptedLibc implements Libc {

  private final Deque<Long> answers = new ArrayDeque<>();
  private final List<List<Long>> calls = new ArrayList<>();
  private int errno;

  ScriptedLibc(long... answers) {
    for (long answer : answers) {
      this.answers.addLast(answer);
    }
  }

  /** Number and arguments of every call. */
  List<List<Long>> calls() {
    return calls;
  }

  @Override
  public long syscall(long number, long a, long b, long c, long d, long e, long f) {
    calls.add(List.of(number, a, b, c, d, e, f));
    long answer = answers.removeFirst();
    errno = answer < 0 ? (int) -answer : 0;
    return answer < 0 ? -1 : answer;
  }

  @Override
  public int errno() {
    return errno;
  }

  @Override
  public int posixSpawn(long pid, long path, long actions, long attributes, long argv, long envp) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int fileActionsInit(long actions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int fileActionsAddDup2(long actions, int from, int to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int fileActionsDestroy(long actions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int attributesInit(long attributes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int attributesSetFlags(long attributes, short flags) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int attributesSetSignalMask(long attributes, long set) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int attributesSetSignalDefaults(long attributes, long set) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int attributesDestroy(long attributes) {
    throw new UnsupportedOperationException();
  }
}
