package io.jrunc.spec.state;

import org.jspecify.annotations.Nullable;

/**
 * What a runtime knows of Intel RDT.
 *
 * @param enabled whether groups are made at all
 * @param schemata whether {@code linux.intelRdt.schemata} works
 * @param monitoring whether {@code linux.intelRdt.enableMonitoring} works
 */
public record IntelRdtFeatures(
    @Nullable Boolean enabled, @Nullable Boolean schemata, @Nullable Boolean monitoring) {}
