package io.jrunc.conformance.clients.kit.cri;

import io.grpc.StatusRuntimeException;

/** A call of the CRI that failed: gRPC's code, NOT_FOUND say, and what the server says of it. */
public final class CriError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  CriError(String method, StatusRuntimeException cause) {
    super(method + ": " + cause.getStatus().getDescription(), cause);
    code = cause.getStatus().getCode().name();
  }

  public String code() {
    return code;
  }
}
