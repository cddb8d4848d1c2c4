package io.jrunc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package may use which; README.md shows the same as a table. */
final class PackageArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.jrunc");

  /** Beside what is named here, every package may use itself, Java and the annotations. */
  @ParameterizedTest
  @CsvSource({
    "linux.abi, ''",
    "error, linux.abi",
    "linux, error linux.abi",
    "linux.jna, linux error linux.abi",
    "bundle, network spec error linux.abi",
    "network, ''",
    "unit, error",
    "plan, bundle network unit spec error linux.abi",
    "program, plan bundle spec linux.abi",
    "box, network spec error",
    "host, linux plan bundle spec error linux.abi",
    "cgroup, linux plan spec error linux.abi",
    "copyup, linux error linux.abi",
    "idmap, linux plan spec error linux.abi",
    "rdt, linux spec error linux.abi",
    "seccomp, linux plan spec error linux.abi",
    "link, linux network error linux.abi",
    "firewall, linux network error linux.abi",
    "lease, linux network error linux.abi",
    "usernet, linux network error linux.abi",
    "launch, linux program plan spec error linux.abi",
    "console, linux error linux.abi",
    "hook, linux error linux.abi",
    "notify, linux error linux.abi",
    "stats, linux spec error linux.abi",
    "state, spec error linux linux.abi",
    "systemd, unit error",
    "serve, engine host notify state linux error linux.abi",
  })
  void aPackageUsesOnly(String name, String others) {
    List<String> allowed =
        new ArrayList<>(List.of("io.jrunc." + name, "java..", "org.jspecify.annotations.."));
    for (String other : others.isEmpty() ? new String[0] : others.split(" ", -1)) {
      allowed.add("io.jrunc." + other + (other.equals("spec") ? ".." : ""));
    }
    if (name.equals("linux.jna")) {
      allowed.add("com.sun.jna..");
    }
    if (name.equals("systemd")) {
      allowed.add("org.freedesktop.dbus..");
    }
    if (name.equals("state")) {
      allowed.add("com.fasterxml.jackson.core..");
    }
    noClasses()
        .that()
        .resideInAPackage("io.jrunc." + name)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(allowed.toArray(new String[0]))
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageUsesJna() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jrunc.linux.jna")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageUsesDbus() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jrunc.systemd")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.freedesktop.dbus..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineUsesPicocliAndWritesToTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jrunc.cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void noPackageUsesItselfThroughAnother() {
    slices()
        .matching("io.jrunc.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency( // a Spec has a linux block, whose id mappings mounts have as well
            resideInAPackage("io.jrunc.spec.."), resideInAPackage("io.jrunc.spec.."))
        .check(CLASSES);
  }

  @Test
  void nobodyUsesWhatIsPublishedForOtherPrograms() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jrunc.container")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.jrunc.container")
        .check(CLASSES);
  }

  @Test
  void nobodyUsesTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jrunc.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.jrunc.cli")
        .check(CLASSES);
  }
}
