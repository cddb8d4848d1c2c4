package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The service manager that has started the engine, if one has; see sd_notify(3).
 *
 * @param environment says where it listens
 */
record Manager(Kernel kernel, Map<String, String> environment) {

  /** Tells it something, such as {@code READY=1}. One that doesn't listen does without. */
  void tell(String state) {
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (address.isEmpty()) {
      return;
    }
    try (Fd socket = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_DGRAM, 0)) {
      kernel.sockets().connect(socket, address);
      kernel.sockets().sendmsg(socket, state.getBytes(StandardCharsets.US_ASCII));
    } catch (KernelException e) {
      return;
    }
  }
}
