package io.jrunc.engine;

import io.jrunc.bundle.BundleReader;
import io.jrunc.bundle.InvalidBundleException;
import io.jrunc.error.OperationException;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecValidator;
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
    for (SpecProblem problem : isBundle ? ofBundle(path) : ofDocument(document)) {
      if (!known.contains(problem.pointer())) {
        problems.add(problem);
      }
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
