package io.jrunc.network;

import java.util.Optional;

/**
 * Something wrong with the annotations that ask for a network.
 *
 * @param annotation its full name
 * @param value the part of it that is wrong, as it was given; empty if it is the annotation itself
 * @param message what goes on after the value: {@code is not in the subnet 172.22.0.0/16}
 */
public record NetworkProblem(String annotation, Optional<String> value, String message) {}
