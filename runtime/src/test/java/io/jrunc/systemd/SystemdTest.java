package io.jrunc.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.systemd.ManagerAddress.Socket;
import io.jrunc.systemd.SystemdException.Reason;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdTest {

  @ParameterizedTest
  @CsvSource({"252.38-1~deb12u1, 252", "v245.4-1.fc32, 245", "245, 245", "'', 0", "x, 0"})
  void theVersionIsTheFirstNumber(String text, int version) {
    assertThat(Systemd.version(text)).isEqualTo(version);
  }

  @Test
  void theHostsSystemdIsAtTheUsualPlacesUnlessAnotherIsNamed() {
    assertThat(ManagerAddress.system(Map.of(), 0).sockets())
        .containsExactly(
            new Socket("/run/dbus/system_bus_socket", true),
            new Socket("/run/systemd/private", false));
    Map<String, String> environment =
        Map.of("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=a;unix:path=/x/bus,guid=1");
    assertThat(ManagerAddress.system(environment, 1000).sockets())
        .containsExactly(new Socket("/x/bus", true));
  }

  @Test
  void theUsersSystemdIsBelowHisFolder() {
    assertThat(ManagerAddress.user(Map.of("XDG_RUNTIME_DIR", "/r"), 1000).sockets())
        .containsExactly(new Socket("/r/bus", true), new Socket("/r/systemd/private", false));
    assertThat(ManagerAddress.user(Map.of(), 1000).sockets().get(0).path())
        .isEqualTo("/run/user/1000/bus");
  }

  @Test
  void nobodyAtTheSocketIsSaidWithItsName(@TempDir Path folder) {
    assertThatThrownBy(
            () -> Systemd.connect(ManagerAddress.user(Map.of("XDG_RUNTIME_DIR", folder + ""), 7)))
        .isInstanceOfSatisfying(
            SystemdException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_ANSWER))
        .hasMessage(
            "systemd does not answer on " + folder + "/bus: no such file or directory (ENOENT)");
  }
}
