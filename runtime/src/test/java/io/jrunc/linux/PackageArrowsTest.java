package io.jrunc.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class PackageArrowsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.jrunc");

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
  void theNumbersKnowNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("io.jrunc.linux.abi")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.jrunc.linux.abi", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theKernelKnowsNumbersAndErrorsOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("io.jrunc.linux", "io.jrunc.error")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.jrunc.linux", "io.jrunc.linux.abi", "io.jrunc.error", "java..", "org.jspecify..")
        .check(CLASSES);
  }
}
