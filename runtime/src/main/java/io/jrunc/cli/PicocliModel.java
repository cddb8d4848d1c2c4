package io.jrunc.cli;

import io.jrunc.host.CallingProcess;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The syntax of all commands for picocli, which writes the help and judges what isn't plain. */
final class PicocliModel {
  private static final int WIDTH = 100;
  private static final String[] HELP = {"-h", "--help"};

  private final CallingProcess caller;
  private final CommandLine root;

  /** For the command lines of this caller. */
  PicocliModel(CallingProcess caller) {
    this.caller = caller;
    CommandSpec program = spec(Program.SYNTAX);
    for (Command command : Program.commands()) {
      program.addSubcommand(command.syntax().name(), spec(command.syntax()));
    }
    program.usageMessage().synopsisSubcommandLabel("COMMAND");
    root = new CommandLine(program);
    root.setUsageHelpWidth(WIDTH);
  }

  /** The help for one command, or for the program if the name is empty. */
  String help(String name) {
    CommandLine command = name.isEmpty() ? root : root.getSubcommands().get(name);
    if (command == null) {
      throw new UsageException("unknown command \"" + name + "\" (see jrunc help)");
    }
    return command.getUsageMessage(Ansi.OFF);
  }

  /**
   * What the words say, when they aren't plain.
   *
   * @throws UsageException when it can't be done
   */
  Invocation parse(List<String> words) {
    ParseResult result;
    try {
      result = root.parseArgs(words.toArray(new String[0]));
    } catch (ParameterException e) {
      throw new UsageException(sentence(e));
    }
    Arguments options = arguments(Program.SYNTAX, result);
    if (result.isUsageHelpRequested() || !result.hasSubcommand()) {
      return help(options, "");
    }
    ParseResult command = result.subcommand();
    String name = command.commandSpec().name();
    if (command.isUsageHelpRequested()) {
      return help(options, name);
    }
    Command chosen = Program.command(name).orElseThrow();
    return new Invocation(options, chosen, arguments(chosen.syntax(), command));
  }

  private Invocation help(Arguments options, String name) {
    Arguments arguments = new Arguments(caller);
    arguments.addParameter(name);
    return new Invocation(options, new HelpCommand(), arguments);
  }

  private static CommandSpec spec(Syntax syntax) {
    CommandSpec spec = CommandSpec.create().name(syntax.name());
    spec.usageMessage().description(syntax.summary());
    spec.parser().stopAtPositional(syntax.takesRest());
    for (Option option : syntax.options()) {
      spec.addOption(option(option));
    }
    spec.addOption(
        OptionSpec.builder(HELP)
            .usageHelp(true)
            .type(boolean.class)
            .description("Print this.")
            .build());
    for (int i = 0; i < syntax.parameters().size(); i++) {
      spec.addPositional(parameter(i, syntax.parameters().get(i)));
    }
    return spec;
  }

  private static OptionSpec option(Option option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.names().toArray(new String[0]))
            .paramLabel(option.value())
            .description(option.description())
            .hidden(option.isHidden());
    if (option.isFlag()) {
      return builder.type(boolean.class).arity("0").build();
    }
    builder.type(option.repeatable() ? List.class : String.class).auxiliaryTypes(String.class);
    return builder.arity("1").build();
  }

  private static PositionalParamSpec parameter(int index, String parameter) {
    boolean optional = Syntax.isOptional(parameter);
    boolean rest = Syntax.isRest(parameter);
    String name = optional ? parameter.substring(1, parameter.length() - 1) : parameter;
    return PositionalParamSpec.builder()
        .type(rest ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .index(rest ? index + "..*" : Integer.toString(index))
        .arity((optional ? "0" : "1") + (rest ? "..*" : optional ? "..1" : ""))
        .required(!optional)
        .paramLabel(rest ? name.replace("...", "") : name)
        .build();
  }

  private Arguments arguments(Syntax syntax, ParseResult result) {
    Arguments arguments = new Arguments(caller);
    for (Option option : syntax.options()) {
      Object value = result.matchedOptionValue(option.name(), (Object) null);
      for (Object each : all(value)) {
        arguments.add(option, each.toString());
      }
    }
    for (ArgSpec parameter : result.matchedPositionals()) {
      for (Object each : all(parameter.getValue())) {
        arguments.addParameter(each.toString());
      }
    }
    return arguments;
  }

  private static List<?> all(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> values ? values : List.of(value);
  }

  private static String sentence(ParameterException e) {
    String command = e.getCommandLine().getCommandName();
    String help = command.equals(Program.SYNTAX.name()) ? "jrunc help" : "jrunc help " + command;
    return reason(e) + " (see " + help + ")";
  }

  private static String reason(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      return "unexpected argument: '" + unmatched.getUnmatched().get(0) + "'";
    }
    String message = String.valueOf(e.getMessage()).replace('\n', ' ');
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
