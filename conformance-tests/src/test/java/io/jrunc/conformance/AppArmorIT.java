package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Session;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs under AppArmor, whose profiles the tests load themselves. */
@Conformance
@Requires(Need.APPARMOR)
class AppArmorIT {
  private Path profiles = Path.of("");
  private String profile = "";
  private String other = "";

  @BeforeEach
  void loadTwoProfiles(Sandbox sandbox, Session session) {
    profile = session.prefix() + "-first";
    other = session.prefix() + "-second";
    profiles = sandbox.newPath("profiles");
    HostFiles.write(profiles, text(profile, "/etc/secret") + text(other, "/etc/other"));
    parser(sandbox, "--add");
  }

  @AfterEach
  void unloadThem(Sandbox sandbox) {
    parser(sandbox, "--remove");
  }

  @Test
  @SpecRule("config.md#linux-process: apparmorProfile is the profile of the process")
  void theProgramIsConfinedByTheProfile(Sandbox sandbox) {
    Container container =
        container(sandbox, "cat /proc/self/attr/current; cat /etc/other; cat /etc/secret");
    assertThat(container.run().stdout()).isEqualTo(profile + " (enforce)\nother\n");
  }

  @Test
  @SpecRule("config.md#linux-process: apparmorProfile is the profile of the process")
  void execHasTheContainersProfileUnlessItIsGivenAnother(Sandbox sandbox) {
    Container container = container(sandbox, "sleep 1000").launch();
    assertThat(container.execSh(List.of(), "cat /proc/self/attr/current; cat /etc/other"))
        .isEqualTo(profile + " (enforce)\nother\n");
    assertThat(
            container.execSh(
                List.of("--apparmor", other), "cat /proc/self/attr/current; cat /etc/secret"))
        .isEqualTo(other + " (enforce)\nsecret\n");
    container
        .executing(List.of("--apparmor", "jrunc-not-loaded"), "echo", "ran")
        .execute()
        .failsSaying("apparmor", "jrunc-not-loaded");
  }

  private Container container(Sandbox sandbox, String script) {
    Container container =
        sandbox.container(
            (Config config) -> config.sh(script).set("/process/apparmorProfile", profile));
    Path etc = container.bundle().rootfs().resolve("etc");
    HostFiles.write(etc.resolve("secret"), "secret\n");
    HostFiles.write(etc.resolve("other"), "other\n");
    return container;
  }

  private void parser(Sandbox sandbox, String action) {
    sandbox
        .program("apparmor_parser", "--skip-cache", action, profiles.toString())
        .execute()
        .succeeds();
  }

  /** A profile that allows all but reading one file. */
  private static String text(String name, String secret) {
    return "profile "
        + name
        + " flags=(attach_disconnected,mediate_deleted) {\n"
        + "  file,\n  capability,\n  network,\n  mount,\n  umount,\n  pivot_root,\n"
        + "  signal,\n  ptrace,\n  unix,\n  dbus,\n  change_profile,\n"
        + "  deny "
        + secret
        + " r,\n}\n";
  }
}
