// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.input.FileInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.LineSource;
import io.github.flinkpatterns.examples.input.Timestamped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
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

  /** Returns the folders that {@link #build} writes to, in the order of the summary. */
  protected abstract List<String> streams();

  /** Returns the type of the events. */
  protected abstract TypeInformation<T> eventType();

  /** Returns what turns a line into an event. */
  protected abstract LineParser<T> parser();

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

  /** Returns what the job reads: the files of the options, or the generator. */
  protected List<LineInput> inputs() {
    if (options.inputs.isEmpty()) {
      return List.of(generator(options.events(), options.seed()));
    }
    List<LineInput> inputs = new ArrayList<>();
    for (Path path : options.inputs) {
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
    List<LineInput> inputs = inputs();
    List<String> streams = new ArrayList<>(streams());
    streams.add(REJECTED);
    List<Object> identity = new ArrayList<>(identity());
    identity.add(inputs.stream().map(LineInput::name).toList());
    identity.add(options.inputs.isEmpty() ? List.of(options.events(), options.seed()) : List.of());
    identity.add(options.outOfOrder);
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    try (RunFolders folders =
        RunFolders.open(spec.name(), options, String.valueOf(identity), streams)) {
      int exit =
          new Run(spec.name(), folders, streams, console)
              .execute(options, env -> build(env, inputs, folders.output()));
      if (exit == 0) {
        finished(folders.output());
      }
      return exit;
    }
  }

  private void build(StreamExecutionEnvironment env, List<LineInput> inputs, Path folder) {
    List<Destination> destinations = new ArrayList<>();
    destinations.add(new FileDestination(folder));
    destinations.addAll(taps());
    Outputs outputs = new Outputs(destinations);
    SingleOutputStreamOperator<T> events =
        LineSource.addTo(env, inputs, parser(), eventType(), options.outOfOrder)
            .process(new SplitLines<T>(), eventType())
            .setParallelism(1)
            .name("events")
            .uid("events");
    outputs.write(events.getSideOutput(SplitLines.REJECTED), REJECTED);
    build(events, outputs);
  }
}
