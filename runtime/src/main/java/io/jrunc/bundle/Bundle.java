package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import java.nio.file.Path;

/**
 * A bundle whose configuration keeps all rules.
 *
 * @param directory absolute, without symbolic links
 * @param rootfs absolute path of the root directory, which was there and no symbolic link
 * @param spec its config.json
 */
public record Bundle(Path directory, Path rootfs, Spec spec) {}
