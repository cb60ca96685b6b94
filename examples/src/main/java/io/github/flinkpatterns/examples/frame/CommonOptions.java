// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every job has. */
final class CommonOptions {

  static final long DEFAULT_EVENTS = 200_000;
  static final long DEFAULT_SEED = 1;
  static final int MAX_PARALLELISM = 128;
  private static final long MIN_CHECKPOINT_MILLIS = 100;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "File or folder to read, .gz as it is; repeatable. Absent: a seeded generator.")
  List<Path> inputs = new ArrayList<>();

  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Lines that the generator writes (default: 200000).")
  @Nullable Long events;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the generator (default: 1).")
  @Nullable Long seed;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Read at most N lines per second. Absent: as fast as it goes.")
  @Nullable Long rate;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for the results. Absent: a fresh folder under target/.")
  @Nullable Path output;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks per operator (default: ${DEFAULT-VALUE}).")
  int parallelism = 2;

  @Option(
      names = "--backend",
      paramLabel = "hashmap|rocksdb",
      defaultValue = "hashmap",
      converter = BackendChoice.Converter.class,
      description = "Where the state is kept (default: ${DEFAULT-VALUE}).")
  BackendChoice backend = BackendChoice.HASHMAP;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR",
      description =
          "Folder for the checkpoints. A run that was stopped goes on from there when it is started"
              + " again with the same options.")
  @Nullable Path checkpoints;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "DURATION",
      defaultValue = "1s",
      converter = DurationConverter.class,
      description =
          "How often results become final, in files and topics (default: ${DEFAULT-VALUE}).")
  Duration checkpointEvery = Duration.ofSeconds(1);

  @Option(
      names = "--out-of-order",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "How far an event may lie behind the latest one of its file (default:"
              + " ${DEFAULT-VALUE}).")
  Duration outOfOrder = Duration.ofSeconds(60);

  @Option(names = "--ui", description = "Show Flink's web UI on port 8081 while the job runs.")
  boolean ui;

  @Option(names = "--help", usageHelp = true, description = "Show the job's options.")
  boolean help;

  long events() {
    return events == null ? DEFAULT_EVENTS : events;
  }

  long seed() {
    return seed == null ? DEFAULT_SEED : seed;
  }

  /** Returns the most lines to read per second, 0 for as many as there are. */
  long linesPerSecond(long ofGenerator) {
    return rate != null ? rate : inputs.isEmpty() ? ofGenerator : 0;
  }

  /** Fails, naming the option, if a value makes no sense. */
  void check() {
    Options.require(
        parallelism >= 1 && parallelism <= MAX_PARALLELISM,
        "--parallelism",
        parallelism + " is not between 1 and " + MAX_PARALLELISM);
    Options.require(events() >= 1, "--events", events() + " is below 1");
    Options.require(
        checkpointEvery.toMillis() >= MIN_CHECKPOINT_MILLIS,
        "--checkpoint-every",
        "a duration from 100ms on is needed");
    Options.require(rate == null || rate >= 1, "--rate", rate + " is below 1");
    kafka.check();
    Options.require(
        !kafka.given() || inputs.isEmpty(),
        "--kafka",
        "--input is given too; leave one of them out");
    Options.require(
        !kafka.given() || rate == null,
        "--rate",
        "has no meaning with --kafka: the topic sets the pace");
    if (kafka.given() || !inputs.isEmpty()) {
      String rule =
          "belongs to the generator, which "
              + (kafka.given() ? "--kafka" : "--input")
              + " replaces; leave one of them out";
      Options.require(events == null, "--events", rule);
      Options.require(seed == null, "--seed", rule);
    }
  }
}
