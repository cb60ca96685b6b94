// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topics of one job: the one that it reads and one for each stream that it writes.
 *
 * @param bootstrap the brokers to begin with
 * @param topic the topic that is read; with {@code -stream} behind it, those that are written
 * @param properties further properties of every client, for example of its security
 */
public record KafkaTopics(String bootstrap, String topic, Map<String, String> properties) {

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final Duration POLL = Duration.ofMillis(200);

  /** Copies the properties. */
  public KafkaTopics {
    properties = Map.copyOf(properties);
  }

  /** Returns the topic of a stream. */
  public String output(String stream) {
    return topic + "-" + stream;
  }

  Properties client() {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", bootstrap);
    client.putAll(properties);
    return client;
  }

  /**
   * Fails unless the topic that is read is there.
   *
   * @throws KafkaProblem if it is not, or if no broker answers
   */
  public void checkInput() throws KafkaProblem, InterruptedException {
    if (!names().contains(topic)) {
      throw new KafkaProblem("--topic", "'" + topic + "' does not exist on " + bootstrap);
    }
  }

  /**
   * Creates the topics that are written, as far as they are missing, with the broker's defaults.
   *
   * @param streams the streams
   * @param fresh whether nothing may have been written before: else a second run would write every
   *     record a second time
   * @throws KafkaProblem if a topic cannot be created, or is not empty though it should be
   */
  public void prepareOutputs(Collection<String> streams, boolean fresh)
      throws KafkaProblem, InterruptedException {
    Set<String> missing = new HashSet<>(streams.stream().map(this::output).toList());
    missing.removeAll(names());
    List<NewTopic> topics =
        missing.stream()
            .map(name -> new NewTopic(name, Optional.empty(), Optional.empty()))
            .toList();
    try (Admin admin = admin()) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaProblem("--topic", "the topics " + missing + " cannot be created: " + e);
      }
    }
    if (fresh) {
      Set<String> written = new HashSet<>(streams.stream().map(this::output).toList());
      written.removeAll(missing);
      Set<String> filled = new HashSet<>();
      read(written, record -> filled.add(record.topic()), () -> !filled.isEmpty());
      if (!filled.isEmpty()) {
        throw new KafkaProblem(
            "--topic",
            "'"
                + filled.iterator().next()
                + "' holds records of another run; go on with its --checkpoint-dir, or name"
                + " another topic");
      }
    }
  }

  /**
   * Returns the first line of each partition that is read, without the empty ones.
   *
   * @throws KafkaProblem if no broker answers
   */
  public List<String> firstLines() throws KafkaProblem {
    long partitions = ends().values().stream().filter(end -> end > 0).count();
    Map<Integer, String> lines = new HashMap<>();
    read(
        List.of(topic),
        record -> lines.putIfAbsent(record.partition(), LineDeserializer.text(record.value())),
        () -> lines.size() == partitions);
    return List.copyOf(lines.values());
  }

  /**
   * Returns where the committed records of each partition that is read end now.
   *
   * @throws KafkaProblem if no broker answers
   */
  public Map<TopicPartition, Long> ends() throws KafkaProblem {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return Map.copyOf(consumer.endOffsets(partitions(consumer, List.of(topic))));
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /** Reads what is committed now, from the beginning, until that is enough. */
  private void read(
      Collection<String> topics,
      Consumer<ConsumerRecord<byte[], byte[]>> take,
      BooleanSupplier enough)
      throws KafkaProblem {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> unread = partitions(consumer, topics);
      Map<TopicPartition, Long> ends = consumer.endOffsets(unread);
      consumer.assign(unread);
      consumer.seekToBeginning(unread);
      unread.removeIf(p -> consumer.position(p) >= ends.getOrDefault(p, 0L));
      while (!unread.isEmpty() && !enough.getAsBoolean()) {
        consumer.poll(POLL).forEach(take);
        unread.removeIf(p -> consumer.position(p) >= ends.getOrDefault(p, 0L));
      }
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Properties client = client();
    client.setProperty("isolation.level", "read_committed");
    client.setProperty("enable.auto.commit", "false");
    client.setProperty("default.api.timeout.ms", String.valueOf(TIMEOUT_MILLIS));
    return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<?, ?> consumer, Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String name : topics) {
      consumer
          .partitionsFor(name)
          .forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
    }
    return partitions;
  }

  private Admin admin() throws KafkaProblem {
    Properties client = client();
    client.setProperty("default.api.timeout.ms", String.valueOf(TIMEOUT_MILLIS));
    client.setProperty("request.timeout.ms", String.valueOf(TIMEOUT_MILLIS / 2));
    try {
      return Admin.create(client);
    } catch (KafkaException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    }
  }

  private Set<String> names() throws KafkaProblem, InterruptedException {
    try (Admin admin = admin()) {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    }
  }

  private KafkaProblem unreachable(Throwable cause) {
    return new KafkaProblem("--kafka", bootstrap + " cannot be used: " + cause.getMessage());
  }
}
