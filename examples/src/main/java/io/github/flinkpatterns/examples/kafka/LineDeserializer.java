// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import io.github.flinkpatterns.examples.input.Line;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.RawLine;
import io.github.flinkpatterns.examples.input.RejectedLine;
import io.github.flinkpatterns.examples.input.Timestamped;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the value of a record into an event. No value fails the job: what is no event is rejected,
 * with its topic, partition and offset as the source.
 */
final class LineDeserializer<T extends Timestamped>
    implements KafkaRecordDeserializationSchema<Line<T>> {

  private final LineParser<T> parser;
  private final TypeInformation<Line<T>> type;
  private final Set<String> headers;

  /**
   * Creates a deserializer.
   *
   * @param headers lines that are neither events nor rejected
   */
  LineDeserializer(LineParser<T> parser, TypeInformation<T> type, Set<String> headers) {
    this.parser = parser;
    this.type = Line.typeOf(type);
    this.headers = Set.copyOf(headers);
  }

  /** Returns the text of a value, without a line break at its end. */
  static String text(byte @Nullable [] value) {
    return value == null ? "" : new String(value, 0, length(value), StandardCharsets.UTF_8);
  }

  private static int length(byte[] value) {
    int length = value.length;
    if (length > 0 && value[length - 1] == '\n') {
      length--;
    }
    return length > 0 && value[length - 1] == '\r' ? length - 1 : length;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Line<T>> out) {
    byte[] value = record.value();
    if (value == null) {
      out.collect(rejected(record, "the record has no value", ""));
      return;
    }
    RawLine raw = RawLine.of(value, 0, length(value));
    String reason = raw.problem();
    if (reason == null) {
      if (headers.contains(raw.text())) {
        return;
      }
      try {
        out.collect(new Line<>(parser.parse(raw.text(), record.timestamp()), null));
        return;
      } catch (UnreadableLineException e) {
        reason = e.reason();
      }
    }
    out.collect(rejected(record, reason, raw.text()));
  }

  private Line<T> rejected(ConsumerRecord<?, ?> record, String reason, String text) {
    String source = record.topic() + "-" + record.partition() + "@" + record.offset();
    return new Line<>(null, RejectedLine.of(source, 1, reason, text));
  }

  @Override
  public TypeInformation<Line<T>> getProducedType() {
    return type;
  }
}
