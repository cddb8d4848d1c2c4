package io.jrunc.usernet;

/**
 * Why a request can't be fulfilled.
 *
 * @param annotation the name of that which asks for it
 * @param reason what stands against it
 */
public record Refusal(String annotation, String reason) {}
