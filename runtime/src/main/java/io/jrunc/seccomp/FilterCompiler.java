package io.jrunc.seccomp;

import io.jrunc.linux.SeccompComparison;
import io.jrunc.linux.SeccompFilter;
import io.jrunc.linux.SeccompLibrary;
import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.FilterCode;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompArch;
import io.jrunc.spec.linux.Syscall;
import io.jrunc.spec.linux.SyscallArg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes a filter of a profile: libseccomp does the rules, {@link NewerCalls} what is beyond. */
final class FilterCompiler {
  private static final String POINTER = "/linux/seccomp";
  private static final int ARGUMENTS = 6;

  /** As many calls are soon found one by one. */
  private static final int FEW = 32;

  private final SeccompLibrary library;

  FilterCompiler(SeccompLibrary library) {
    this.library = library;
  }

  /**
   * The filter.
   *
   * @throws HostLacksException when this libseccomp can't make it
   */
  FilterCode compile(Seccomp profile) {
    int defaultAction = ReturnValue.of(profile.defaultAction(), profile.defaultErrnoRet());
    Set<String> unknown = new LinkedHashSet<>();
    try (SeccompFilter filter = library.begin(defaultAction)) {
      List<Integer> architectures = addArchitectures(filter, profile.architectures());
      if (calls(profile) > FEW) {
        filter.optimize();
      }
      for (int i = 0; i < profile.syscalls().size(); i++) {
        addRules(
            filter, POINTER + "/syscalls/" + i, profile.syscalls().get(i), unknown, defaultAction);
      }
      byte[] beyond =
          refusesTheRest(profile, defaultAction) ? newer(profile, architectures) : new byte[0];
      return new FilterCode(joined(beyond, filter.export()), List.copyOf(unknown));
    }
  }

  private static int calls(Seccomp profile) {
    int calls = 0;
    for (Syscall rule : profile.syscalls()) {
      calls += rule.names().size();
    }
    return calls;
  }

  /** The tokens of all architectures, the machine's own first. */
  private List<Integer> addArchitectures(SeccompFilter filter, List<SeccompArch> architectures) {
    List<Integer> tokens = new ArrayList<>();
    tokens.add(library.nativeArchitecture());
    for (int i = 0; i < architectures.size(); i++) {
      String word = architectures.get(i).word();
      String pointer = POINTER + "/architectures/" + i;
      String name = word.substring("SCMP_ARCH_".length()).toLowerCase(Locale.ROOT);
      OptionalInt token = library.architecture(name);
      if (token.isEmpty()) {
        throw new HostLacksException(
            pointer, "libseccomp " + library.version() + " doesn't know " + word);
      }
      Optional<Errno> error = filter.addArchitecture(token.getAsInt());
      if (error.isPresent()) {
        throw new HostLacksException(
            pointer,
            error.get() == Errno.EDOM
                ? word + " has another byte order than this machine"
                : "libseccomp refuses " + word + ": " + error.get());
      }
      if (!tokens.contains(token.getAsInt())) {
        tokens.add(token.getAsInt());
      }
    }
    return tokens;
  }

  private void addRules(
      SeccompFilter filter, String pointer, Syscall rule, Set<String> unknown, int defaultAction) {
    int action = ReturnValue.of(rule.action(), rule.errnoRet());
    if (action == defaultAction) {
      return; // libseccomp refuses what goes without saying
    }
    List<List<SeccompComparison>> alternatives = alternatives(rule.args());
    for (int i = 0; i < rule.names().size(); i++) {
      String name = rule.names().get(i);
      OptionalInt number = library.syscall(name);
      if (number.isEmpty()) {
        unknown.add(name);
        continue;
      }
      for (List<SeccompComparison> all : alternatives) {
        Optional<Errno> error = filter.addRule(action, number.getAsInt(), all);
        if (error.isPresent()) {
          throw refused(pointer + "/names/" + i, name, error.get());
        }
      }
    }
  }

  /**
   * All conditions must hold; but where two are about one argument, which libseccomp can't do, any
   * of them suffices, as it is in runc.
   */
  private static List<List<SeccompComparison>> alternatives(List<SyscallArg> args) {
    List<SeccompComparison> all = new ArrayList<>();
    boolean[] seen = new boolean[ARGUMENTS];
    boolean twice = false;
    for (SyscallArg arg : args) {
      twice |= seen[arg.index()];
      seen[arg.index()] = true;
      all.add(
          new SeccompComparison(
              arg.index(),
              SeccompComparison.Operator.valueOf(arg.op().name()),
              arg.value(),
              arg.valueTwo()));
    }
    if (!twice) {
      return List.of(all);
    }
    List<List<SeccompComparison>> each = new ArrayList<>();
    for (SeccompComparison one : all) {
      each.add(List.of(one));
    }
    return each;
  }

  private static HostLacksException refused(String pointer, String name, Errno error) {
    return new HostLacksException(
        pointer,
        error == Errno.EEXIST
            ? "an earlier rule has another action for the same calls of " + name
            : "libseccomp refuses the rule for " + name + ": " + error);
  }

  /** An agent or a tracer knows best what is new; what is allowed needs no answer. */
  private static boolean refusesTheRest(Seccomp profile, int defaultAction) {
    return switch (profile.defaultAction()) {
      case ACT_ERRNO -> defaultAction != ReturnValue.NO_SUCH_CALL;
      case ACT_KILL, ACT_KILL_THREAD, ACT_KILL_PROCESS, ACT_TRAP -> true;
      case ACT_ALLOW, ACT_LOG, ACT_TRACE, ACT_NOTIFY -> false;
    };
  }

  private byte[] newer(Seccomp profile, List<Integer> architectures) {
    List<NewestCall> newest = new ArrayList<>();
    for (int architecture : architectures) {
      int highest = -1;
      for (Syscall rule : profile.syscalls()) {
        for (String name : rule.names()) {
          int number = library.syscall(architecture, name).orElse(-1);
          if (number > highest && NewerCalls.isInOrder(architecture, number)) {
            highest = number;
          }
        }
      }
      if (highest >= 0) { // a profile that names none says nothing of how old it is
        newest.add(new NewestCall(architecture, highest));
      }
    }
    return NewerCalls.refuse(newest);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    if (both.length > FilterCode.MAX_INSTRUCTIONS * FilterCode.INSTRUCTION_SIZE) {
      throw new HostLacksException(
          POINTER,
          "its filter has "
              + both.length / FilterCode.INSTRUCTION_SIZE
              + " instructions; the kernel takes "
              + FilterCode.MAX_INSTRUCTIONS);
    }
    return both;
  }
}
