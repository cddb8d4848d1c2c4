package io.jrunc.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A container to make.
 *
 * @param id its name; not checked yet
 * @param bundle absolute path of the folder with config.json
 * @param consoleSocket absolute path of the Unix socket that is sent the terminal's descriptor
 * @param pidFile absolute path of a file to write init's pid to: decimal, no line break, by rename
 * @param pidfdSocket absolute path of the Unix socket that is sent a descriptor of init
 * @param rootSwitch how the root changes
 * @param keyring which session keyring the container gets
 * @param preservedFds how many of the caller's descriptors from 3 on the container gets, at least 0
 */
public record CreateRequest(
    String id,
    Path bundle,
    Optional<Path> consoleSocket,
    Optional<Path> pidFile,
    Optional<Path> pidfdSocket,
    RootSwitch rootSwitch,
    SessionKeyring keyring,
    int preservedFds) {

  /** A container with nothing that only engines ask for. */
  static CreateRequest plain(String id, Path bundle) {
    return new CreateRequest(
        id,
        bundle,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RootSwitch.PIVOT,
        SessionKeyring.OWN,
        0);
  }
}
