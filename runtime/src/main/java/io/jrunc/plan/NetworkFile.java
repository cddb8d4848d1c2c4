package io.jrunc.plan;

/** The files by which programs find names; a container with a network of jrunc's gets its own. */
public enum NetworkFile {
  RESOLV_CONF("resolv.conf"),
  HOSTS("hosts"),
  HOSTNAME("hostname");

  private final String fileName;

  NetworkFile(String fileName) {
    this.fileName = fileName;
  }

  /** Its name in the folder where the container's are kept. */
  public String fileName() {
    return fileName;
  }

  /** Where the container's programs look for it. */
  public String destination() {
    return "/etc/" + fileName;
  }
}
