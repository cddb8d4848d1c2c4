package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.spec.Capabilities;
import io.jrunc.spec.Process;
import io.jrunc.spec.User;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which program {@code exec} runs, and what it is like. */
public sealed interface ExecProcess {

  /**
   * The program.
   *
   * @param container what the container itself runs
   */
  Process in(Process container);

  /**
   * One that a file describes, as the process object of config.json does. What the file says
   * nothing of is the container's where it guards it: capabilities, limits, labels, scheduling,
   * umask.
   *
   * @param file absolute
   * @param terminal whether it gets a terminal even if the file doesn't say so
   */
  record FromFile(Path file, boolean terminal) implements ExecProcess {
    @Override
    public Process in(Process container) {
      Process given = read();
      return new Process(
          given.terminal() || terminal,
          given.consoleSize(),
          user(given.user(), container.user()),
          given.args(),
          given.env(),
          given.cwd(),
          given.capabilities() == null ? container.capabilities() : given.capabilities(),
          given.rlimits().isEmpty() ? container.rlimits() : given.rlimits(),
          given.noNewPrivileges(),
          given.apparmorProfile() == null ? container.apparmorProfile() : given.apparmorProfile(),
          given.oomScoreAdj() == null ? container.oomScoreAdj() : given.oomScoreAdj(),
          given.scheduler() == null ? container.scheduler() : given.scheduler(),
          given.selinuxLabel() == null ? container.selinuxLabel() : given.selinuxLabel(),
          given.ioPriority() == null ? container.ioPriority() : given.ioPriority(),
          given.execCpuAffinity() == null ? container.execCpuAffinity() : given.execCpuAffinity());
    }

    private static User user(User given, User container) {
      return given.umask() != null
          ? given
          : new User(given.uid(), given.gid(), container.umask(), given.additionalGids());
    }

    private Process read() {
      try {
        return SpecReader.readProcess(Files.readAllBytes(file));
      } catch (InvalidSpecException e) {
        throw new OperationException("--process", file.toString(), e);
      } catch (NoSuchFileException e) {
        throw new OperationException("--process", file.toString(), "no such file or directory");
      } catch (AccessDeniedException e) {
        throw new OperationException("--process", file.toString(), "permission denied");
      } catch (IOException e) {
        throw new OperationException("--process", file.toString(), e);
      }
    }
  }

  /**
   * The container's own, with another command line and changes.
   *
   * @param arguments at least one
   * @param additionalGids beside those of the container
   * @param capabilities beside those of the container
   * @param environment {@code NAME=value} each, after what the container has
   */
  record Changed(
      List<String> arguments,
      Optional<Long> uid,
      Optional<Long> gid,
      List<Long> additionalGids,
      List<String> capabilities,
      List<String> environment,
      Optional<String> workingDirectory,
      Optional<Boolean> noNewPrivileges,
      Optional<String> apparmorProfile,
      Optional<String> selinuxLabel,
      boolean terminal)
      implements ExecProcess {

    /** Copies the lists. */
    public Changed {
      arguments = List.copyOf(arguments);
      additionalGids = List.copyOf(additionalGids);
      capabilities = List.copyOf(capabilities);
      environment = List.copyOf(environment);
    }

    @Override
    public Process in(Process container) {
      return new Process(
          terminal,
          container.consoleSize(),
          user(container.user()),
          arguments,
          both(container.env(), environment),
          workingDirectory.orElse(container.cwd()),
          capabilities.isEmpty() ? container.capabilities() : capabilities(container),
          container.rlimits(),
          noNewPrivileges.orElse(container.noNewPrivileges()),
          apparmorProfile.isEmpty() ? container.apparmorProfile() : apparmorProfile.get(),
          container.oomScoreAdj(),
          container.scheduler(),
          selinuxLabel.isEmpty() ? container.selinuxLabel() : selinuxLabel.get(),
          container.ioPriority(),
          container.execCpuAffinity());
    }

    private User user(User container) {
      return new User(
          uid.orElse(container.uid()),
          gid.orElse(container.gid()),
          container.umask(),
          both(container.additionalGids(), additionalGids));
    }

    /** Nothing becomes inheritable unasked, and so nothing ambient (CVE-2022-29162). */
    private Capabilities capabilities(Process container) {
      Capabilities own = container.capabilities();
      if (own == null) {
        return new Capabilities(capabilities, capabilities, List.of(), capabilities, List.of());
      }
      return new Capabilities(
          both(own.bounding(), capabilities),
          both(own.effective(), capabilities),
          own.inheritable(),
          both(own.permitted(), capabilities),
          own.inheritable().isEmpty() ? own.ambient() : both(own.ambient(), capabilities));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
      if (second.isEmpty()) {
        return first;
      }
      List<T> all = new ArrayList<>(first);
      all.addAll(second);
      return all;
    }
  }
}
