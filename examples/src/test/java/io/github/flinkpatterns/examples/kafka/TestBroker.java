// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A real broker in this process, with its controller, and a client of it. */
final class TestBroker implements AutoCloseable {

  /** When all records were written: 2026-03-01, behind the generators' times. */
  private static final long WRITTEN_MILLIS = 1_772_323_200_000L;

  private final String bootstrap;
  private final KafkaRaftServer server;

  TestBroker(Path folder) throws Exception {
    int port = freePort();
    int controller = freePort();
    bootstrap = "127.0.0.1:" + port;
    String log = Files.createDirectories(folder).toString();
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            "1",
            "controller.quorum.voters",
            "1@127.0.0.1:" + controller,
            "controller.listener.names",
            "CONTROLLER",
            "listeners",
            "PLAINTEXT://" + bootstrap + ",CONTROLLER://127.0.0.1:" + controller,
            "log.dir",
            log));
    // One broker: nothing can be replicated. Few partitions of what it keeps for itself.
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      properties.put(topic + ".replication.factor", "1");
      properties.put(topic + ".num.partitions", "2");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("log.retention.ms", "-1"); // the records have fixed times
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(log)
        .addDirectory(log)
        .run();
    server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    server.startup();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String bootstrap() {
    return bootstrap;
  }

  private Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrap);
    return client;
  }

  void create(String topic, int partitions) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(
              List.of(new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))))
          .all()
          .get();
    }
  }

  private KafkaProducer<String, String> producer(Properties more) {
    Properties properties = client();
    properties.putAll(more);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private static ProducerRecord<String, String> record(String topic, int partition, String line) {
    return new ProducerRecord<>(topic, partition, WRITTEN_MILLIS, null, line);
  }

  private static void send(
      KafkaProducer<String, String> producer, List<ProducerRecord<String, String>> records)
      throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(record)));
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  void send(String topic, int partition, List<String> lines)
      throws ExecutionException, InterruptedException {
    // Without sequence numbers, on which a producer sticks if its first request to a new topic is
    // answered late: one request at a time, which is repeated only if nothing was written.
    Properties properties = new Properties();
    properties.put("enable.idempotence", "false");
    properties.put("max.in.flight.requests.per.connection", "1");
    properties.put("request.timeout.ms", "110000");
    try (KafkaProducer<String, String> producer = producer(properties)) {
      send(producer, lines.stream().map(line -> record(topic, partition, line)).toList());
    }
  }

  /** Sends lines in one transaction. */
  void sendInTransaction(String topic, List<String> lines, boolean commit)
      throws ExecutionException, InterruptedException {
    Properties properties = new Properties();
    properties.put("transactional.id", "test-" + topic + commit);
    properties.put("request.timeout.ms", "110000");
    try (KafkaProducer<String, String> producer = producer(properties)) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, lines.stream().map(line -> record(topic, 0, line)).toList());
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
    awaitTransactions(topic);
  }

  /** Returns the records that a reader of committed records sees now, sorted. */
  List<String> committedNow(String topic) {
    return values(topic, "read_committed");
  }

  /** As {@link #committedNow}, when no transaction is open any more. */
  List<String> committed(String topic) {
    awaitTransactions(topic);
    return committedNow(topic);
  }

  /**
   * Waits until the ends of all transactions are written, which a broker does after it has called
   * them committed or aborted; 30 s at most.
   */
  private void awaitTransactions(String topic) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!ends(topic, "read_committed").equals(ends(topic, "read_uncommitted"))
        && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private Map<TopicPartition, Long> ends(String topic, String isolation) {
    try (KafkaConsumer<String, String> consumer = consumer(isolation)) {
      return consumer.endOffsets(partitions(consumer, topic));
    }
  }

  private KafkaConsumer<String, String> consumer(String isolation) {
    Properties properties = client();
    properties.put("isolation.level", isolation);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, String> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /** Returns the records that a reader sees which does not ask whether they are committed. */
  List<String> all(String topic) {
    return values(topic, "read_uncommitted");
  }

  private List<String> values(String topic, String isolation) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(isolation)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    Collections.sort(values);
    return values;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
