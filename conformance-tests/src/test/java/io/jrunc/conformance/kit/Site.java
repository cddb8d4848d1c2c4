package io.jrunc.conformance.kit;

import java.util.function.Consumer;

/**
 * A container that others can visit: a page on TCP port 80 and an echo on UDP port 7, which both
 * say whose they are and from which address they were asked, "NAME seen from ADDRESS".
 */
public final class Site {
  private static final String PAGE =
      """
      #!/bin/sh
      echo 'Content-Type: text/plain'
      echo
      v=${REMOTE_ADDR#[}; v=${v#::ffff:}; v=${v%]}
      echo "NAME seen from $v"
      """;

  private Site() {}

  /** A container, not made yet, that is named after its id. */
  public static Container on(Sandbox machine, Consumer<Config> edits) {
    Container site = machine.container(config -> {});
    Config config = site.bundle().config();
    config.sh("httpd -h /www; exec udp echo 7 " + site.id());
    edits.accept(config);
    site.bundle().write(config);
    HostFiles.mode(
        HostFiles.write(
            site.bundle().rootfs().resolve("www/cgi-bin/page"), PAGE.replace("NAME", site.id())),
        "0755");
    HostFiles.install(machine.tool("udp"), site.bundle());
    return site;
  }
}
