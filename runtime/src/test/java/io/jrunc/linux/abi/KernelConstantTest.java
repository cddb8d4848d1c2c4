package io.jrunc.linux.abi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares every table with what the kernel's headers say on both architectures: {@code
 * constants.ARCHITECTURE.txt}, which {@code constants.sh} prints.
 */
final class KernelConstantTest {

  private static final List<KernelConstant[]> TABLES =
      List.of(
          AccessMode.values(),
          AddressFamily.values(),
          AmbientOperation.values(),
          AtFlag.values(),
          BpfAttachFlag.values(),
          BpfAttachType.values(),
          BpfCommand.values(),
          BpfProgramType.values(),
          Capability.values(),
          ChildCode.values(),
          CloneFlag.values(),
          CloseRangeFlag.values(),
          ControlMessageType.values(),
          FcntlCommand.values(),
          FileType.values(),
          FilesystemMagic.values(),
          FsconfigCommand.values(),
          FsmountFlag.values(),
          FsopenFlag.values(),
          FspickFlag.values(),
          IoPriorityClass.values(),
          IoPriorityTarget.values(),
          IoctlRequest.values(),
          Ipv6Option.values(),
          KeyctlOperation.values(),
          LockOperation.values(),
          MapFlag.values(),
          MemfdFlag.values(),
          MemoryPolicyFlag.values(),
          MemoryPolicyMode.values(),
          MemoryAdvice.values(),
          MemoryProtection.values(),
          MessageFlag.values(),
          MountAttr.values(),
          MountFlag.values(),
          MoveMountFlag.values(),
          OpenFlag.values(),
          OpenTreeFlag.values(),
          PersonalityDomain.values(),
          PidfdFlag.values(),
          PollEvent.values(),
          PrctlOption.values(),
          RenameFlag.values(),
          ResolveFlag.values(),
          Resource.values(),
          SchedulingFlag.values(),
          SchedulingPolicy.values(),
          Seal.values(),
          SeccompFlag.values(),
          SeccompOperation.values(),
          Securebit.values(),
          ShutdownHow.values(),
          SignalMaskOperation.values(),
          SignalfdFlag.values(),
          SocketLevel.values(),
          SocketOption.values(),
          SocketType.values(),
          StatxMask.values(),
          UmountFlag.values(),
          WaitIdType.values(),
          WaitOption.values(),
          Whence.values());

  @ParameterizedTest
  @EnumSource
  void everyConstantHasTheNumberOfTheHeaders(Architecture architecture) {
    Map<String, Long> headers = headers(architecture);
    for (KernelConstant[] table : TABLES) {
      for (KernelConstant constant : table) {
        assertThat(constant.value(architecture))
            .as(constant.name())
            .isEqualTo(headers.get(constant.name()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySystemCallHasTheNumberOfTheHeaders(Architecture architecture) {
    Map<String, Long> headers = headers(architecture);
    for (SyscallNumber call : SyscallNumber.values()) {
      assertThat(call.value(architecture))
          .as(call.callName())
          .isEqualTo(headers.get("SYS_" + call.callName()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void errorsSignalsAndFieldsOfStatxAreThoseOfTheHeaders(Architecture architecture) {
    Map<String, Long> headers = headers(architecture);
    for (Errno errno : Errno.values()) {
      if (errno != Errno.ENOTSUPP && errno != Errno.UNKNOWN) {
        assertThat((long) errno.number()).as(errno.name()).isEqualTo(headers.get(errno.name()));
      }
    }
    for (int number = 1; number <= 31; number++) {
      String name = new Signal(number).name();
      assertThat((long) number).as(name).isEqualTo(headers.get(name));
    }
    for (StatxField field : StatxField.values()) {
      assertThat((long) field.offset())
          .as(field.name())
          .isEqualTo(headers.get(field.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Map<String, Long> headers(Architecture architecture) {
    String file = "constants." + architecture.name().toLowerCase(Locale.ROOT) + ".txt";
    Map<String, Long> values = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(KernelConstantTest.class.getResourceAsStream(file))) {
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        int space = line.indexOf(' ');
        if (space > 0) {
          values.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
