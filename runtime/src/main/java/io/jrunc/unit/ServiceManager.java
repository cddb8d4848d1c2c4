package io.jrunc.unit;

/**
 * An instance of systemd.
 *
 * @param kind whose it is
 * @param group the cgroup below which all of its units are, empty for the root: {@code
 *     /user.slice/user-1000.slice/user@1000.service}
 * @param version such as 252
 */
public record ServiceManager(Kind kind, String group, int version) {

  /** Whose units it manages. */
  public enum Kind {
    /** The host's. */
    SYSTEM("system", "system.slice"),
    /** Those of one user. */
    USER("user", "user.slice");

    private final String word;
    private final String usualSlice;

    Kind(String word, String usualSlice) {
      this.word = word;
      this.usualSlice = usualSlice;
    }

    /** Its name on record. */
    public String word() {
      return word;
    }

    /** Where units are that name no slice. */
    public String usualSlice() {
      return usualSlice;
    }
  }
}
