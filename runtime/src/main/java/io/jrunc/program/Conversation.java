package io.jrunc.program;

/**
 * What a program and the engine say to each other: a byte each, in this order.
 *
 * <pre>
 *   program                          engine
 *   U  user namespace is made  ────&gt;  writes the id maps                    (with a user namespace)
 *      or joined, with mappings ────&gt;  compares the id maps
 *                              &lt;────  G
 *                              &lt;────  G        (once the cgroup is made, if that comes so late)
 *   C  init exists             ────&gt;  takes its pid from the credentials, puts it in its cgroup,
 *                                     but for that of memory, which comes before M or R
 *                              &lt;────  G        (read before the next question, or when needed)
 *   K  a directory, a tmpfs    ────&gt;  copies the one into the other      (for each tmpcopyup)
 *                              &lt;────  G
 *   T  the terminal's master   ────&gt;  passes it on                               (with a terminal)
 *   M  everything is mounted   ────&gt;  runs the hooks of the host                      (with hooks)
 *                              &lt;────  G
 *   R  ready to be started     ────&gt;  checks the executable, writes the state
 *                              &lt;────  G        (for exec after that of C, if all is known by then)
 * </pre>
 *
 * <p>A hook is a process of its own. After M, and after the G of a start, init has any number of
 * them as children and tells how they ended; those of the host are children of the engine.
 *
 * <pre>
 *   hook                             engine or start
 *   H  its memory file for the ────&gt;  writes the state to the file, takes the pid from the
 *      state, and the end of          credentials
 *      the pipe with its output
 *                              &lt;────  G
 *      execve                         reads the output until the hook has ended
 *   init
 *   E  and the status of wait4 ────&gt;  goes on, or leaves, which ends the container
 *                              &lt;────  G
 * </pre>
 *
 * <p>A program whose engine is gone reads nothing at its next question, and ends. Later, on the
 * connection that the start command makes to the listening socket:
 *
 * <pre>
 *   program                          start
 *   P  the report page         ────&gt;  keeps it
 *                              &lt;────  G
 *   N  there will be a listener ───&gt;  watches the report page for it, takes it and says so there
 *                                                          (if a filter notifies an agent)
 *      execve closes the connection; so does the end of a program that failed
 * </pre>
 */
public final class Conversation {
  /** The name of an init that hasn't become its program yet. */
  public static final String INIT = "jrunc-init";

  public static final char USER_NAMESPACE = 'U';
  public static final char CREATED = 'C';
  public static final char COPY_UP = 'K';
  public static final char TERMINAL = 'T';
  public static final char READY = 'R';
  public static final char MOUNTED = 'M';
  public static final char HOOK = 'H';
  public static final char HOOK_ENDED = 'E';
  public static final char REPORT_PAGE = 'P';
  public static final char LISTENER = 'N';
  public static final char GO = 'G';

  private Conversation() {}
}
