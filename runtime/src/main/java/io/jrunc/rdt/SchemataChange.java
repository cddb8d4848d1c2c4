package io.jrunc.rdt;

/** Shares of a group that were changed, and can be put back. */
public interface SchemataChange {

  /**
   * Puts them back.
   *
   * @throws io.jrunc.error.KernelException if the kernel refuses that
   */
  void undo();
}
