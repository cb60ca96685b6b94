// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import io.github.flinkpatterns.examples.input.Line;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.LineSource;
import io.github.flinkpatterns.examples.input.Timestamped;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from its beginning, each record as a line; only what is committed.
 *
 * <p>One reader reads all partitions, so that the events behind it come in one order, each behind
 * the watermark that was there when it was read. The watermark is that of the partition which is
 * least far; within one partition it moves as it does in a file.
 *
 * @param topics the topic to read
 * @param group the group under which the position is published, for those who watch it
 * @param ends the offset to stop before in each partition, null to go on without end. They are
 *     known from the start, so that a run that fails ends where it would have
 * @param idle after how long a partition without records holds the watermark back no longer; plays
 *     no part if partitions end
 * @param headers lines to skip
 */
public record KafkaInput(
    KafkaTopics topics,
    String group,
    @Nullable Map<TopicPartition, Long> ends,
    Duration idle,
    Set<String> headers) {

  /**
   * Adds the source to a job.
   *
   * @return the lines, with event times and watermarks; parallelism 1
   */
  public <T extends Timestamped> DataStream<Line<T>> addTo(
      StreamExecutionEnvironment env,
      LineParser<T> parser,
      TypeInformation<T> type,
      Duration outOfOrder) {
    Properties properties = new Properties();
    properties.setProperty("group.id", group);
    properties.setProperty("isolation.level", "read_committed");
    properties.putAll(topics.client());
    KafkaSourceBuilder<Line<T>> source =
        KafkaSource.<Line<T>>builder()
            .setProperties(properties)
            .setTopics(topics.topic())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new LineDeserializer<>(parser, type, headers));
    long trailMillis = outOfOrder.toMillis() + LineSource.TRAIL_MILLIS;
    WatermarkStrategy<Line<T>> watermarks =
        WatermarkStrategy.<Line<T>>forGenerator(context -> new EventWatermarks<>(trailMillis))
            .withTimestampAssigner(KafkaInput::timestamp);
    DataStreamSource<Line<T>> lines =
        ends == null
            ? env.fromSource(
                source.build(), watermarks.withIdleness(idle), "kafka", Line.typeOf(type))
            : env.fromSource(
                new UntilEndSource<>(source.setBounded(OffsetsInitializer.offsets(ends)).build()),
                watermarks,
                "kafka",
                Line.typeOf(type));
    return lines
        .setParallelism(1)
        .uid("kafka")
        .transform("lines", Line.typeOf(type), new Intake<T>())
        .setParallelism(1)
        .uid("lines");
  }

  private static long timestamp(Line<? extends Timestamped> line, long recordTimestamp) {
    Timestamped event = line.event();
    return event == null ? recordTimestamp : event.timestampMillis();
  }
}
