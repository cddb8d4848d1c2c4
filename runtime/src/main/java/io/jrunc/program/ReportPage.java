package io.jrunc.program;

/**
 * The layout of the page that a program shares with the engine. The trampoline writes the first
 * words; the rest is room for what system calls write.
 *
 * <pre>
 *    0  u32  index of the instruction that is being run
 *    4  u32  errno of the one that failed; {@value #UNEXPECTED_RESULT}: it gave another result
 *    8  s64  that result
 *   64       the byte that a barrier receives
 *   68  u32  which candidate for the executable was chosen
 *   72  u32  errno of the session keyring that could not be had; 0 when all is well
 *   76  u32  how a hook ended, as wait4(2) tells it
 *   80       a control message with two descriptors
 *  104       the ends of a pipe
 *  112  u32  the descriptor that a filter notifies, from when it is there
 *  116  u32  {@value #TAKEN} from when the engine has a copy of that; another number: it has given up
 *  128       what the kernel says about a file system that could not be mounted (a text line)
 *  640       struct statx
 * 1024       the current directory
 * </pre>
 */
public final class ReportPage {
  /** Where it is mapped in the trampoline. */
  public static final long ADDRESS = 0x2000_0000L;

  /** Its size in bytes. */
  public static final int SIZE = 4096;

  /** The error that says that an instruction gave a result that it must not. */
  public static final int UNEXPECTED_RESULT = 4096;

  public static final int MESSAGE = 64;
  public static final int EXECUTABLE = 68;
  public static final int KEYRING = 72;
  static final int STATUS = 76;
  static final int CONTROL = 80;
  static final int PIPE = 104;
  public static final int NOTIFIER = 112;
  public static final int NOTIFIER_TAKEN = 116;
  public static final int LOG = 128;
  public static final int LOG_SIZE = 512;
  public static final int STATX = 640;
  public static final int DIRECTORY = 1024;
  public static final int DIRECTORY_SIZE = SIZE - DIRECTORY;

  /** What the engine says when it has the listener. */
  public static final int TAKEN = 1;

  private ReportPage() {}

  /** The address of a place in the page, as an operand. */
  static Operand at(int offset, String name) {
    return Operand.named(ADDRESS + offset, "&" + name);
  }
}
