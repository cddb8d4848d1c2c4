package io.jrunc.bundle;

/**
 * The name of a container, unique below one state root. It becomes the name of a directory and of a
 * cgroup, so few characters are allowed.
 *
 * @param value letters, digits and {@code _ + - .}, 1 to {@value #MAX_LENGTH} of them, neither
 *     {@code .} nor {@code ..}
 */
public record ContainerId(String value) {
  /** The longest name, as clients know it from other runtimes. */
  public static final int MAX_LENGTH = 1024;

  /**
   * Checks the name.
   *
   * @throws InvalidContainerIdException when it is none
   */
  public ContainerId {
    if (value.isEmpty()) {
      throw new InvalidContainerIdException(value, "must not be empty");
    }
    if (value.length() > MAX_LENGTH) {
      throw new InvalidContainerIdException(value, "has more than " + MAX_LENGTH + " characters");
    }
    if (value.equals(".") || value.equals("..")) {
      throw new InvalidContainerIdException(value, "is the name of a directory");
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isAllowed(value.charAt(i))) {
        throw new InvalidContainerIdException(value, "may have letters, digits and _+-. only");
      }
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_+-.".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
