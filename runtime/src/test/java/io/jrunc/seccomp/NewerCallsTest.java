package io.jrunc.seccomp;

import static io.jrunc.seccomp.BpfMachine.I386;
import static io.jrunc.seccomp.BpfMachine.X32_BIT;
import static io.jrunc.seccomp.BpfMachine.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NewerCallsTest {
  private static final int X32 = 0x4000003e;
  private static final int ARM = 0x40000028;
  private static final int AARCH64 = 0xc00000b7;

  @Test
  void whatIsNewerThanTheNewestIsNotThere() {
    byte[] code = before(List.of(new NewestCall(X86_64, 400)));
    assertThat(BpfMachine.answer(code, 0)).isEqualTo("ALLOW");
    assertThat(BpfMachine.answer(code, 400)).isEqualTo("ALLOW");
    assertThat(BpfMachine.answer(code, 401)).isEqualTo("ERRNO 38");
    assertThat(BpfMachine.answer(code, X32_BIT - 1)).isEqualTo("ERRNO 38");
  }

  @Test
  void callsOfX32AreLeftToTheFilterUnlessTheProfileNamesX32() {
    byte[] code = before(List.of(new NewestCall(X86_64, 400)));
    assertThat(BpfMachine.answer(code, X32_BIT | 401)).isEqualTo("ALLOW");
    assertThat(BpfMachine.answer(code, X32_BIT)).isEqualTo("ALLOW");
  }

  @Test
  void everyArchitectureHasItsOwnNewest() {
    byte[] code =
        before(
            List.of(
                new NewestCall(X86_64, 400),
                new NewestCall(I386, 300),
                new NewestCall(ARM, 200),
                new NewestCall(X32, X32_BIT | 350)));
    assertThat(BpfMachine.answer(code, 400)).isEqualTo("ALLOW");
    assertThat(BpfMachine.answer(code, 401)).isEqualTo("ERRNO 38");
    assertThat(BpfMachine.answer(code, X32_BIT | 350)).isEqualTo("ALLOW");
    assertThat(BpfMachine.answer(code, X32_BIT | 351)).isEqualTo("ERRNO 38");
    assertThat(BpfMachine.on(I386, code, 300)).isEqualTo("ALLOW");
    assertThat(BpfMachine.on(I386, code, 301)).isEqualTo("ERRNO 38");
    assertThat(BpfMachine.on(ARM, code, 201)).isEqualTo("ERRNO 38");
  }

  @Test
  void theCallsThatOnlyArmHasAreInNoOrder() {
    byte[] code = before(List.of(new NewestCall(ARM, 400)));
    assertThat(BpfMachine.on(ARM, code, 0xf0005)).isEqualTo("ALLOW");
    assertThat(NewerCalls.isInOrder(ARM, 0xf0005)).isFalse();
    assertThat(NewerCalls.isInOrder(ARM, 400)).isTrue();
    assertThat(NewerCalls.isInOrder(I386, 0xf0005)).isTrue();
  }

  @Test
  void anArchitectureThatIsNotListedIsLeftToTheFilter() {
    byte[] code = before(List.of(new NewestCall(X86_64, 400), new NewestCall(I386, 300)));
    assertThat(BpfMachine.on(AARCH64, code, 999)).isEqualTo("ALLOW");
  }

  @Test
  void noArchitectureIsNoInstruction() {
    assertThat(NewerCalls.refuse(List.of())).isEmpty();
  }

  /** The instructions with a filter behind them that allows everything. */
  private static byte[] before(List<NewestCall> newest) {
    byte[] first = NewerCalls.refuse(newest);
    return ByteBuffer.allocate(first.length + 8)
        .order(ByteOrder.nativeOrder())
        .put(first)
        .putInt(0x06)
        .putInt(0x7fff0000)
        .array();
  }
}
