// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples;

import io.github.flinkpatterns.examples.authlog.AuthlogJob;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.Options.BadOptionException;
import io.github.flinkpatterns.examples.frame.RemoteCluster;
import io.github.flinkpatterns.examples.fraud.FraudJob;
import io.github.flinkpatterns.examples.recommend.RecommendJob;
import io.github.flinkpatterns.examples.sensors.SensorsJob;
import io.github.flinkpatterns.examples.storefront.StorefrontJob;
import io.github.flinkpatterns.examples.weblog.WeblogJob;
import io.github.flinkpatterns.examples.wordcount.WordCountJob;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The example jobs' command line. Exit codes: 0 done, 1 the job failed, 2 bad usage. */
@Command(
    name = "examples/run",
    synopsisSubcommandLabel = "<job>",
    subcommands = {
      WeblogJob.class,
      StorefrontJob.class,
      FraudJob.class,
      RecommendJob.class,
      WordCountJob.class,
      AuthlogJob.class,
      SensorsJob.class
    })
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /**
   * Runs a job and exits.
   *
   * @param args the job's name and its options
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line whose jobs run on a cluster. */
  public static CommandLine commandLine(RemoteCluster cluster) {
    CommandLine all = commandLine();
    all.getSubcommands().values().stream()
        .map(job -> (JobCommand<?>) job.getCommand())
        .forEach(job -> job.on(cluster));
    return all;
  }

  /** Returns the command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(
            (problem, args) -> {
              CommandLine command = problem.getCommandLine();
              boolean unknownJob =
                  command.getCommand() instanceof Main
                      && problem instanceof UnmatchedArgumentException
                      && !args[0].startsWith("-");
              return badUsage(
                  command,
                  unknownJob
                      ? "'" + args[0] + "' is no job; examples/run alone lists the jobs"
                      : String.valueOf(problem.getMessage()));
            })
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              if (problem instanceof BadOptionException) {
                return badUsage(command, String.valueOf(problem.getMessage()));
              }
              PrintWriter err = command.getErr();
              err.println(command.getCommandName() + " failed: " + problem);
              err.flush();
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static int badUsage(CommandLine command, String problem) {
    PrintWriter err = command.getErr();
    err.println(problem.lines().findFirst().orElse(problem));
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** Lists the jobs. */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "Usage: examples/run <job> [options]   (options of a job: examples/run <job> --help)");
    spec.subcommands()
        .forEach(
            (name, job) ->
                out.printf(
                    "  %-12s %s%n", name, job.getCommandSpec().usageMessage().description()[0]));
    out.flush();
    return 0;
  }
}
