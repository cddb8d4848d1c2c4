package io.jrunc.engine;

import io.jrunc.bundle.BundleReader;
import io.jrunc.bundle.InvalidBundleException;
import io.jrunc.cgroup.CgroupException;
import io.jrunc.cgroup.LimitCheck;
import io.jrunc.error.OperationException;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecValidator;
import io.jrunc.spec.linux.Resources;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds everything that is wrong with a config.json: by the schema, and by the rules. */
public final class ValidateConfig {

  /**
   * Reads a configuration; nothing else is done.
   *
   * @param path the file, or the bundle that it is in: then its root directory is looked at too
   * @return the problems; those of the rules after those of the schema, a pointer in only one
   * @throws OperationException when it can't be read
   */
  public List<SpecProblem> run(Path path) {
    boolean isBundle = Files.isDirectory(path);
    byte[] document = read(isBundle ? path.resolve(BundleReader.CONFIG) : path);
    List<SpecProblem> problems = new ArrayList<>(SpecValidator.validate(document));
    Set<String> known = new HashSet<>();
    problems.forEach(problem -> known.add(problem.pointer()));
    List<SpecProblem> ofRules = new ArrayList<>(isBundle ? ofBundle(path) : ofDocument(document));
    ofRules.addAll(ofLimits(document));
    for (SpecProblem problem : ofRules) {
      if (!known.contains(problem.pointer())) {
        problems.add(problem);
      }
    }
    return problems;
  }

  /** Limits that no host can keep; those that this one can't are found when they are set. */
  private static List<SpecProblem> ofLimits(byte[] document) {
    List<SpecProblem> problems = new ArrayList<>();
    try {
      Resources limits = SpecReader.read(document).linux().resources();
      for (CgroupException problem : LimitCheck.problems(limits)) {
        problems.add(new SpecProblem(problem.subject(), problem.reason()));
      }
    } catch (InvalidSpecException e) {
      return List.of(); // which is told already
    }
    return problems;
  }

  private static List<SpecProblem> ofBundle(Path bundle) {
    try {
      BundleReader.open(bundle);
      return List.of();
    } catch (InvalidBundleException e) {
      return e.problems();
    }
  }

  private static List<SpecProblem> ofDocument(byte[] document) {
    try {
      return BundleReader.check(SpecReader.read(document));
    } catch (InvalidSpecException e) {
      return e.problems();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new OperationException("validate", file.toString(), "no such file or directory");
    } catch (AccessDeniedException e) {
      throw new OperationException("validate", file.toString(), "permission denied");
    } catch (IOException e) {
      throw new OperationException("validate", file.toString(), e);
    }
  }
}
