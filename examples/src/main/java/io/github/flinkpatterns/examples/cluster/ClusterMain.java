// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import io.github.flinkpatterns.examples.Main;
import io.github.flinkpatterns.examples.frame.RemoteCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of {@code examples/cluster}. Exit codes: 0 done, 1 the cluster or the job
 * failed, 2 bad usage.
 */
@Command(
    name = "examples/cluster",
    description = "A Flink cluster of separate processes on this machine, on loopback only.",
    synopsisSubcommandLabel = "start|stop|submit")
public final class ClusterMain {

  private static final int MAX_TASK_MANAGERS = 16;
  private static final int MAX_SLOTS = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ClusterMain() {}

  /**
   * Runs a command and exits.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine all = new CommandLine(new ClusterMain());
    all.getSubcommands().values().forEach(command -> command.setStopAtPositional(true));
    return all.setParameterExceptionHandler(
            (problem, args) -> {
              PrintWriter err = problem.getCommandLine().getErr();
              err.println(String.valueOf(problem.getMessage()).lines().findFirst().orElse(""));
              err.flush();
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              PrintWriter err = command.getErr();
              err.println(
                  "examples/cluster "
                      + command.getCommandName()
                      + ": "
                      + (problem instanceof ClusterProblem ? problem.getMessage() : problem));
              err.flush();
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** Which cluster is meant. */
  static final class Where {

    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "Folder of the cluster. Absent: examples/target/cluster.")
    @Nullable Path dir;

    LocalCluster cluster(PrintWriter out) {
      Path folder =
          dir == null ? Path.of(System.getProperty("examples.home", ""), "target", "cluster") : dir;
      return new LocalCluster(
          folder,
          LocalCluster.classPath(),
          line -> {
            out.println(line);
            out.flush();
          });
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void require(boolean holds, String option, String rule) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), option + ": " + rule);
    }
  }

  @Command(
      name = "start",
      description =
          "Starts a JobManager and TaskManagers; later, those of them that have been killed.")
  int start(
      @Mixin Where where,
      @Option(
              names = "--task-managers",
              paramLabel = "N",
              defaultValue = "2",
              description = "How many TaskManagers (default: ${DEFAULT-VALUE}).")
          int taskManagers,
      @Option(
              names = "--slots",
              paramLabel = "N",
              defaultValue = "4",
              description = "Slots of each TaskManager (default: ${DEFAULT-VALUE}).")
          int slots,
      @Option(
              names = "--port",
              paramLabel = "PORT",
              description = "Port of the REST API and the web UI (default: 8081).")
          @Nullable Integer port) {
    require(
        taskManagers >= 1 && taskManagers <= MAX_TASK_MANAGERS,
        "--task-managers",
        taskManagers + " is not between 1 and " + MAX_TASK_MANAGERS);
    require(
        slots >= 1 && slots <= MAX_SLOTS, "--slots", slots + " is not between 1 and " + MAX_SLOTS);
    require(
        port == null || (port >= 1 && port <= 65_535),
        "--port",
        port + " is not between 1 and 65535");
    LocalCluster cluster = where.cluster(out());
    cluster.start(taskManagers, slots, port);
    out().println("the cluster is at " + ClusterRest.address(cluster.restPort()));
    out().println("its configuration and logs are in " + cluster.folder());
    out().flush();
    return 0;
  }

  @Command(name = "stop", description = "Ends the processes that start began, and no others.")
  int stop(@Mixin Where where) {
    where.cluster(out()).stop();
    return 0;
  }

  @Command(
      name = "submit",
      description = "Runs an example job on the cluster, with the options of examples/run.")
  int submit(
      @Mixin Where where,
      @Parameters(paramLabel = "<job> [options]", arity = "1..*") List<String> job)
      throws IOException {
    LocalCluster cluster = where.cluster(out());
    int port = cluster.restPort();
    Path jar = JobJar.of(JobJar.classes(), cluster.folder().resolve("job.jar"));
    RemoteCluster remote =
        new RemoteCluster("localhost", port, jar, cluster.folder().resolve("checkpoints"));
    return Main.commandLine(remote)
        .setOut(out())
        .setErr(spec.commandLine().getErr())
        .execute(job.toArray(String[]::new));
  }
}
