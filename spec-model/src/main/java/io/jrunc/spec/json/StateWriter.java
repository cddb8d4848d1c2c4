package io.jrunc.spec.json;

import io.jrunc.spec.state.ContainerProcessState;
import io.jrunc.spec.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the states of containers, member for member as runc does. */
public final class StateWriter {
  private StateWriter() {}

  /** One state on several lines, indented by two spaces, without a line break at the end. */
  public static String write(State state) {
    return JsonText.indented(members(state), "  ");
  }

  /**
   * An array of states on one line, without a line break. None is an empty array (runc: {@code
   * null}).
   */
  public static String writeList(List<State> states) {
    List<Object> array = new ArrayList<>();
    for (State state : states) {
      array.add(members(state));
    }
    return JsonText.compact(array);
  }

  /** What a hook finds on its standard input: the members that the specification has, a line. */
  public static String writeForHook(State state) {
    return JsonText.compact(specified(state).toMap());
  }

  /** What an agent for system calls is told, on one line. */
  public static String write(ContainerProcessState process) {
    return JsonText.compact(
        new JsonMembers()
            .value("ociVersion", process.ociVersion())
            .values("fds", process.fds())
            .value("pid", process.pid())
            .value("metadata", process.metadata())
            .object("state", specified(process.state()))
            .toMap());
  }

  /** The members that the specification has. */
  private static JsonMembers specified(State state) {
    JsonMembers members =
        new JsonMembers()
            .value("ociVersion", state.ociVersion())
            .value("id", state.id())
            .word("status", state.status());
    if (state.pid() > 0) {
      members.value("pid", state.pid());
    }
    return members.value("bundle", state.bundle()).map("annotations", state.annotations());
  }

  private static Map<String, Object> members(State state) {
    return new JsonMembers()
        .value("ociVersion", state.ociVersion())
        .value("id", state.id())
        .value("pid", state.pid())
        .word("status", state.status())
        .value("bundle", state.bundle())
        .value("rootfs", state.rootfs())
        .value("created", Rfc3339.format(state.created()))
        .map("annotations", state.annotations())
        .value("owner", state.owner())
        .toMap();
  }
}
