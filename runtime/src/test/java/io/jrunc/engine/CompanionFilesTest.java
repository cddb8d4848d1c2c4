package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PipeEnds;
import io.jrunc.linux.abi.Errno;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompanionFilesTest {
  private final List<Integer> closed = new ArrayList<>();

  @Test
  void noPipeStaysOpenWhenThereIsNoMemoryForTheLog() {
    FileCalls files = imitation(FileCalls.class, (self, call, words) -> answer(call.getName()));
    Kernel kernel = imitation(Kernel.class, (self, call, words) -> files);
    PidFd init = new PidFd(new Pid(1), Fd.inherited(9));
    assertThatThrownBy(() -> CompanionFiles.open(kernel, List.of(), init))
        .isInstanceOf(KernelException.class);
    assertThat(closed).containsExactlyInAnyOrder(3, 4);
  }

  private Object answer(String call) {
    if (call.equals("pipe2")) {
      return new PipeEnds(new Fd(3, "reader", closed::add), new Fd(4, "writer", closed::add));
    }
    throw new KernelException(call, "", Errno.EMFILE);
  }

  private static <T> T imitation(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
