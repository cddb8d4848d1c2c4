package io.jrunc.serve;

/** Where the engine tells what happens; never what is in a client's environment. */
public interface ServiceLog {

  /** What its owner wants to know. */
  void tell(String message);

  /** What only those want to know who look for something. */
  void detail(String message);
}
