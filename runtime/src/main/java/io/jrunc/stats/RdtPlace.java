package io.jrunc.stats;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a container is in the resctrl file system.
 *
 * @param directory of its class
 * @param monitor where it alone is measured; else its class is
 */
public record RdtPlace(Path directory, Optional<Path> monitor) {}
