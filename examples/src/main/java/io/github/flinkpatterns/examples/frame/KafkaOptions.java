// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.kafka.KafkaInput;
import io.github.flinkpatterns.examples.kafka.KafkaProblem;
import io.github.flinkpatterns.examples.kafka.KafkaTopics;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a job that reads from Kafka, and writes there as well. */
final class KafkaOptions {

  @Option(
      names = "--kafka",
      paramLabel = "BOOTSTRAP",
      description =
          "Read --topic from these brokers (host:port,...) in place of files, and write each stream"
              + " to the topic NAME-<stream> as well.")
  @Nullable String bootstrap;

  @Option(names = "--topic", paramLabel = "NAME", description = "Topic to read with --kafka.")
  @Nullable String topic;

  @Option(
      names = "--kafka-until-end",
      description = "Read what the topic holds now, then end. Absent: go on until Ctrl-C.")
  boolean untilEnd;

  @Option(
      names = "--kafka-idle",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "A partition without records for this long no longer holds event time back (default:"
              + " 30s).")
  @Nullable Duration idle;

  @Option(
      names = "--kafka-property",
      paramLabel = "KEY=VALUE",
      description = "Property of every Kafka client, for example of its security; repeatable.")
  Map<String, String> properties = new LinkedHashMap<>();

  private static final Duration DEFAULT_IDLE = Duration.ofSeconds(30);

  boolean given() {
    return bootstrap != null;
  }

  /** Returns whether the job goes on until it is stopped. */
  boolean endless() {
    return given() && !untilEnd;
  }

  /** Fails, naming the option, if the values make no sense together. */
  void check() {
    if (given()) {
      Options.require(topic != null, "--kafka", "--topic is missing");
      Options.require(
          idle == null || idle.toMillis() > 0, "--kafka-idle", "a duration above 0 is needed");
      Options.require(
          idle == null || !untilEnd, "--kafka-idle", "has no meaning with --kafka-until-end");
    } else {
      String rule = "belongs to --kafka, which is missing";
      Options.require(topic == null, "--topic", rule);
      Options.require(!untilEnd, "--kafka-until-end", rule);
      Options.require(idle == null, "--kafka-idle", rule);
      Options.require(properties.isEmpty(), "--kafka-property", rule);
    }
  }

  KafkaTopics topics() {
    return new KafkaTopics(String.valueOf(bootstrap), String.valueOf(topic), properties);
  }

  /**
   * Returns the input.
   *
   * @param headers tells which of the partitions' first lines are no events
   */
  KafkaInput input(String job, Function<List<String>, Set<String>> headers)
      throws InterruptedException {
    KafkaTopics topics = topics();
    try {
      topics.checkInput();
      return new KafkaInput(
          topics,
          job + "-" + topic,
          untilEnd ? topics.ends() : null,
          idle == null ? DEFAULT_IDLE : idle,
          headers.apply(topics.firstLines()));
    } catch (KafkaProblem e) {
      throw badOption(e);
    }
  }

  /** Makes the topics ready to be written. */
  void prepareOutputs(Collection<String> streams, boolean fresh) throws InterruptedException {
    try {
      topics().prepareOutputs(streams, fresh);
    } catch (KafkaProblem e) {
      throw badOption(e);
    }
  }

  private static Options.BadOptionException badOption(KafkaProblem problem) {
    return new Options.BadOptionException(problem.option() + ": " + problem.problem());
  }
}
