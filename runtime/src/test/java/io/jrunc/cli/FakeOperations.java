package io.jrunc.cli;

import io.jrunc.box.BoxRequest;
import io.jrunc.engine.BoxEnd;
import io.jrunc.engine.ContainerList;
import io.jrunc.engine.CreateRequest;
import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.EventListener;
import io.jrunc.engine.EventsRequest;
import io.jrunc.engine.ExecRequest;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.KillRequest;
import io.jrunc.engine.Operations;
import io.jrunc.engine.RunRequest;
import io.jrunc.engine.SpecRequest;
import io.jrunc.engine.UnknownContainerException;
import io.jrunc.engine.UpdateRequest;
import io.jrunc.engine.Warnings;
import io.jrunc.linux.ExitStatus;
import io.jrunc.spec.SampleSpec;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.State;
import io.jrunc.spec.stats.Stats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine that does nothing but remember what it was asked, and knows the states it is given. */
final class FakeOperations implements Operations {
  final List<Object> requests = new ArrayList<>();
  final Map<String, State> states = new LinkedHashMap<>();
  final List<SpecProblem> problems = new ArrayList<>();
  int exitCode;
  Warnings warnings = warning -> {};
  Optional<String> warning = Optional.empty();

  @Override
  public void create(CreateRequest request) {
    warning.ifPresent(warnings::tell);
    requests.add(request);
  }

  @Override
  public void start(String id) {
    requests.add("start " + id);
  }

  @Override
  public int run(RunRequest request) {
    requests.add(request);
    return exitCode;
  }

  @Override
  public int finish(FinishRequest request, ExitStatus end) {
    requests.add(request);
    requests.add(end);
    return end.code();
  }

  @Override
  public int exec(ExecRequest request) {
    requests.add(request);
    return exitCode;
  }

  @Override
  public BoxEnd box(BoxRequest request) {
    requests.add(request);
    return new BoxEnd(request.name().orElse("box-made-up"), exitCode);
  }

  @Override
  public Spec boxConfig(BoxRequest request) {
    requests.add(request);
    return SampleSpec.root();
  }

  @Override
  public State state(String id) {
    State state = states.get(id);
    if (state == null) {
      throw new UnknownContainerException("state", id);
    }
    return state;
  }

  @Override
  public Stats stats(String id) {
    throw new UnknownContainerException("events", id);
  }

  @Override
  public boolean events(EventsRequest request, EventListener listener) {
    requests.add(request);
    return listener.oom();
  }

  @Override
  public void kill(KillRequest request) {
    requests.add(request);
  }

  @Override
  public void update(UpdateRequest request) {
    requests.add(request);
  }

  @Override
  public void delete(DeleteRequest request) {
    requests.add(request);
  }

  @Override
  public void pause(String id) {
    requests.add("pause " + id);
  }

  @Override
  public void resume(String id) {
    requests.add("resume " + id);
  }

  @Override
  public List<Integer> processes(String id) {
    requests.add("ps " + id);
    return List.of(7, 4194304);
  }

  @Override
  public String processTable(String id, List<String> options) {
    requests.add("ps " + id + " " + options);
    return "PID\n  7\n";
  }

  @Override
  public ContainerList list() {
    return new ContainerList(List.copyOf(states.values()), List.of());
  }

  @Override
  public Features features() {
    throw new IllegalStateException("a defect");
  }

  @Override
  public void writeSpec(SpecRequest request) {
    requests.add(request);
  }

  @Override
  public List<SpecProblem> validate(Path path) {
    requests.add(path);
    return problems;
  }

  @Override
  public String plan(CreateRequest request) {
    requests.add(request);
    return "the plan\n";
  }
}
