// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes each stream to its topic in transactions: a reader with {@code
 * isolation.level=read_committed} sees a record once, when the checkpoint that covers it is
 * complete.
 *
 * @param topics the topics
 * @param job the job, by which its transactions are told from those of others
 */
public record KafkaOutput(KafkaTopics topics, String job) {

  /** How the name of a sink's writer ends. */
  public static final String SUFFIX = " to Kafka";

  /**
   * The longest that a broker allows by default. A transaction that stays open longer, because a
   * job was killed and did not go on, is lost.
   */
  private static final String TRANSACTION_TIMEOUT_MILLIS = "900000";

  /** Adds the sink of a stream. */
  public void add(DataStream<String> lines, String stream) {
    String topic = topics.output(stream);
    Properties properties = new Properties();
    properties.setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
    properties.putAll(topics.client());
    KafkaSink<String> sink =
        KafkaSink.<String>builder()
            .setKafkaProducerConfig(properties)
            .setRecordSerializer(new Value(topic))
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            // The same in every run: what a dead one left open is aborted, not waited for.
            .setTransactionalIdPrefix(job + "/" + topic + "/")
            // The default takes a new id for every checkpoint, which a broker keeps for a week.
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .build();
    lines.sinkTo(sink).name(stream + SUFFIX).uid("kafka-" + stream);
  }

  /**
   * Writes a line as the value of a record. Its time is that of writing: with the event's time the
   * broker would drop what is older than it keeps, and refuse what lies in the future.
   */
  private record Value(String topic)
      implements KafkaRecordSerializationSchema<String>, KafkaDatasetFacetProvider {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        String line, KafkaSinkContext context, @Nullable Long timestamp) {
      return new ProducerRecord<>(topic, line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(
          new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }
  }
}
