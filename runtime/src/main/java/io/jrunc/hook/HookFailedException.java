package io.jrunc.hook;

import io.jrunc.error.JruncException;

/**
 * A hook has not done its work: {@code /hooks/createRuntime/0: /usr/bin/thing: exit code 3: no such
 * network}.
 */
public final class HookFailedException extends JruncException {
  private final String pointer;
  private final String path;
  private final String reason;
  private final String output;

  HookFailedException(HookCall call, String reason, String output) {
    super(
        call.pointer()
            + ": "
            + call.path()
            + ": "
            + reason
            + (output.isEmpty() ? "" : ": " + output));
    this.pointer = call.pointer();
    this.path = call.path();
    this.reason = reason;
    this.output = output;
  }

  /** JSON pointer to the hook in config.json. */
  public String pointer() {
    return pointer;
  }

  /** Its program. */
  public String path() {
    return path;
  }

  /** How it failed. */
  public String reason() {
    return reason;
  }

  /** The end of what it wrote, on one line; may be empty. */
  public String output() {
    return output;
  }
}
