package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.BpfProgram;
import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.BpfAttachFlag;
import io.jrunc.linux.abi.BpfAttachType;
import io.jrunc.linux.abi.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Programs in memory: they are loaded, attached to groups by their path, and asked for devices. */
final class FakeBpf implements BpfCalls {

  /** What was done, in order: {@code attach 1 to /cg/a}, {@code replace 1 by 2 in /cg/a}. */
  final List<String> done = new ArrayList<>();

  /** The commands that the kernel refuses. */
  final Map<String, Errno> refused = new HashMap<>();

  /** What the verifier says of programs that it refuses. */
  String log = "";

  /** Descriptors that nobody has closed. */
  final Set<Integer> open = new HashSet<>();

  private final Map<Integer, BpfProgram> programs = new LinkedHashMap<>();
  private final Map<String, List<Integer>> attached = new HashMap<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private int next = 100;

  /** A program that somebody else has attached; its number. */
  int attachForeign(String group, BpfProgram program) {
    programs.put(programs.size() + 1, program);
    attachedTo(group).add(programs.size());
    return programs.size();
  }

  /** The numbers of the programs of a group. */
  List<Integer> attachedTo(String group) {
    return attached.computeIfAbsent(group, g -> new ArrayList<>());
  }

  /** The program of ours that a group has. */
  Optional<BpfProgram> own(String group) {
    for (int number : attachedTo(group)) {
      BpfProgram program = programs.get(number);
      if (program != null && program.name().equals(DeviceFilter.NAME)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private void begin(String command) {
    Errno errno = refused.get(command);
    if (errno != null) {
      throw new KernelException("bpf", command, errno);
    }
  }

  private Fd fd(int number) {
    int descriptor = next++;
    open.add(descriptor);
    numbers.put(descriptor, number);
    return new Fd(descriptor, "program " + number, open::remove);
  }

  private int number(Fd program) {
    return numbers.getOrDefault(program.number(), 0);
  }

  @Override
  public Fd progLoad(BpfProgram program) {
    begin("load");
    programs.put(programs.size() + 1, program);
    return fd(programs.size());
  }

  @Override
  public String verifierLog(BpfProgram program) {
    return log;
  }

  @Override
  public void progAttach(Fd group, Fd program, BpfAttachType type, BpfAttachFlag... flags) {
    begin("attach");
    done.add("attach " + number(program) + " to " + group);
    attachedTo(group.toString()).add(number(program));
  }

  @Override
  public void progReplace(
      Fd group, Fd old, Fd program, BpfAttachType type, BpfAttachFlag... flags) {
    begin("replace");
    done.add("replace " + number(old) + " by " + number(program) + " in " + group);
    attachedTo(group.toString()).replaceAll(each -> each == number(old) ? number(program) : each);
  }

  @Override
  public void progDetach(Fd group, Fd program, BpfAttachType type) {
    begin("detach");
    done.add("detach " + number(program) + " from " + group);
    attachedTo(group.toString()).remove((Object) number(program));
  }

  @Override
  public List<Integer> progQuery(Fd group, BpfAttachType type) {
    begin("query");
    return List.copyOf(attachedTo(group.toString()));
  }

  @Override
  public Fd progGetFdById(int number) {
    begin("open " + number);
    return fd(number);
  }

  @Override
  public String progName(Fd program) {
    BpfProgram found = programs.get(number(program));
    return found == null ? "" : found.name();
  }
}
