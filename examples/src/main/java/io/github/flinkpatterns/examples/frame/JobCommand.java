// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.input.FileInput;
import io.github.flinkpatterns.examples.input.Line;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.LineSource;
import io.github.flinkpatterns.examples.input.Timestamped;
import io.github.flinkpatterns.examples.kafka.KafkaInput;
import io.github.flinkpatterns.examples.kafka.KafkaOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A job on the command line: reads lines, turns them into events, and writes streams of records. A
 * subclass says what the lines are and wires the operators.
 *
 * @param <T> the event
 */
public abstract class JobCommand<T extends Timestamped> implements Callable<Integer> {

  /** The stream of the lines that could not be read, which every job has. */
  protected static final String REJECTED = "rejected";

  @Mixin private CommonOptions options = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private @Nullable RemoteCluster cluster;

  /** Runs on this cluster in place of the Flink inside this process. */
  public final void on(RemoteCluster remote) {
    cluster = remote;
  }

  /** Returns the folders that {@link #build} writes to, in the order of the summary. */
  protected abstract List<String> streams();

  /** Returns the type of the events. */
  protected abstract TypeInformation<T> eventType();

  /** Returns what turns a line into an event. */
  protected abstract LineParser<T> parser();

  /**
   * Returns what turns the value of a record of a topic into an event; {@link #parser()} by
   * default.
   */
  protected LineParser<T> parserOf(String topic) {
    return parser();
  }

  /** Returns the generator that is read when there is no input. */
  protected abstract LineInput generator(long events, long seed);

  /**
   * Checks the job's own options.
   *
   * @throws Options.BadOptionException if a value makes no sense, naming the option
   */
  protected abstract void checkOptions();

  /**
   * Returns the values of the job's own options that decide its result: a run that was stopped goes
   * on only with the same ones.
   */
  protected abstract List<?> identity();

  /**
   * Wires the job.
   *
   * @param events the events in the order of the input, parallelism 1
   * @param outputs takes the streams of records
   */
  protected abstract void build(DataStream<T> events, Outputs outputs);

  /**
   * Sums up what a job that finished has written; nothing by default.
   *
   * @param output the folder of the results
   * @throws IOException if something cannot be read or written
   */
  protected void finished(Path output) throws IOException {}

  /**
   * Returns where the records go besides the files; nowhere by default. A destination here sees a
   * record as soon as it is made, and again if the job fails and repeats it; the files hold it
   * once.
   */
  protected List<Destination> taps() {
    return List.of();
  }

  /**
   * Returns what accompanies the run; nothing by default.
   *
   * @throws Options.BadOptionException if it cannot be opened, naming the option
   */
  protected @Nullable Companion companion() {
    return null;
  }

  /** Returns the most lines per second of the generator when no --rate is given, 0 for no limit. */
  protected long generatorPace() {
    return 0;
  }

  /** Returns whether the input has no end, so that what waits for it would never come. */
  protected final boolean endless() {
    return options.kafka.endless();
  }

  /**
   * Returns the lines of a topic that are no events, such as the header of a table, wherever they
   * come; none by default.
   *
   * @param firstLines the first line of each partition
   */
  protected Set<String> headers(List<String> firstLines) {
    return Set.of();
  }

  /** Returns what the job reads: the files of the options, or the generator. */
  protected List<LineInput> inputs() {
    if (options.inputs.isEmpty()) {
      return List.of(generator(options.events(), options.seed()));
    }
    List<LineInput> inputs = new ArrayList<>();
    for (Path given : options.inputs) {
      // The processes of a cluster have a working folder of their own.
      Path path = cluster == null ? given : given.toAbsolutePath().normalize();
      Options.require(Files.exists(path), "--input", path + " does not exist");
      try {
        List<LineInput> files = FileInput.under(path);
        Options.require(!files.isEmpty(), "--input", path + " holds no file");
        inputs.addAll(files);
      } catch (IOException e) {
        throw new Options.BadOptionException("--input: " + path + " cannot be read: " + e);
      }
    }
    for (LineInput input : inputs) {
      Options.require(
          Files.isReadable(Path.of(input.name())), "--input", input.name() + " cannot be read");
    }
    return inputs;
  }

  @Override
  public final Integer call() throws Exception {
    options.check();
    checkOptions();
    if (cluster != null) {
      prepare(cluster);
    }
    KafkaInput topic =
        options.kafka.given() ? options.kafka.input(spec.name(), this::headers) : null;
    List<LineInput> files = topic == null ? inputs() : List.of();
    List<String> streams = new ArrayList<>(streams());
    streams.add(REJECTED);
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    try (Companion companion = companion();
        RunFolders folders =
            RunFolders.open(spec.name(), options, identity(topic, files), streams)) {
      Options.require(
          companion == null || cluster == null,
          spec.name(),
          "a page of its own shows only what runs in its process; leave its option out");
      if (topic != null) {
        options.kafka.prepareOutputs(streams, folders.restore() == null);
      }
      int exit =
          new Run(spec.name(), folders, streams, console, companion, cluster)
              .execute(
                  options,
                  env -> {
                    DataStream<Line<T>> lines = lines(env, topic, files);
                    wire(lines, outputs(folders.output(), topic, companion != null));
                  });
      if (exit == 0) {
        finished(folders.output());
      }
      return exit;
    }
  }

  /** Returns the job as it would be started, with its settings. */
  final StreamExecutionEnvironment plan(Path folder) {
    checkOptions();
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(
            Settings.inThisProcess(options, folder, null, folder, "plan"));
    wire(lines(env, null, inputs()), outputs(folder, null, false));
    return env;
  }

  private void prepare(RemoteCluster remote) throws IOException {
    Options.require(!options.ui, "--ui", "the cluster has its own at " + remote.address());
    if (options.checkpoints == null) {
      // Not the scratch folder, which goes with this process; the job may outlive it.
      options.checkpoints = RunFolders.fresh(remote.checkpoints(), spec.name());
    }
  }

  private String identity(@Nullable KafkaInput topic, List<LineInput> files) {
    List<Object> identity = new ArrayList<>(identity());
    if (topic == null) {
      identity.add(files.stream().map(LineInput::name).toList());
      identity.add(
          options.inputs.isEmpty() ? List.of(options.events(), options.seed()) : List.of());
    } else {
      identity.add(List.of(topic.topics().topic(), endless()));
    }
    identity.add(options.outOfOrder);
    return String.valueOf(identity);
  }

  private DataStream<Line<T>> lines(
      StreamExecutionEnvironment env, @Nullable KafkaInput topic, List<LineInput> files) {
    if (topic != null) {
      return topic.addTo(env, parserOf(topic.topics().topic()), eventType(), options.outOfOrder);
    }
    return LineSource.addTo(
        env,
        files,
        parser(),
        eventType(),
        options.outOfOrder,
        options.linesPerSecond(generatorPace()));
  }

  private Outputs outputs(Path folder, @Nullable KafkaInput topic, boolean watched) {
    List<Destination> destinations = new ArrayList<>();
    // A run without end may stop at any checkpoint, and who watches wants to see each.
    destinations.add(new FileDestination(folder, endless() || watched));
    if (topic != null) {
      destinations.add(new KafkaOutput(topic.topics(), spec.name())::add);
    }
    destinations.addAll(taps());
    return new Outputs(destinations);
  }

  private void wire(DataStream<Line<T>> lines, Outputs outputs) {
    SingleOutputStreamOperator<T> events =
        lines
            .process(new SplitLines<T>(), eventType())
            .setParallelism(1)
            .name("events")
            .uid("events");
    outputs.write(events.getSideOutput(SplitLines.REJECTED), REJECTED);
    build(events, outputs);
  }
}
