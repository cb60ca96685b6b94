// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.OutputTag;

/** Runs the four steps in one thread, each message at once; what parallelism 1 gives in a job. */
final class LocalPipeline {

  /** What a control does. */
  interface Control<K, S, OUT> {
    void run(long timestamp, S state, LogicContext<K, OUT> context) throws Exception;
  }

  /** Counts what a step takes. */
  static final class Step<K, IN, S, OUT> {
    final KeyedLogic<K, IN, S, OUT> logic;
    final Map<K, S> states = new HashMap<>();
    final TypeSerializer<S> serializer;
    final TypeSerializer<OUT> wire;
    final Function<IN, K> keyOf;
    final Consumer<OUT> next;
    final Map<String, List<Object>> sides = new HashMap<>();
    long taken;
    long bytesSent;
    boolean measure;

    Step(KeyedLogic<K, IN, S, OUT> logic, Function<IN, K> keyOf, Consumer<OUT> next) {
      this.logic = logic;
      this.keyOf = keyOf;
      this.next = next;
      serializer = logic.stateSerializer(LocalPipeline::create);
      wire = create(logic.outputType());
    }

    void take(IN value, long timestamp) {
      taken++;
      K key = keyOf.apply(value);
      S state = states.computeIfAbsent(key, k -> logic.create());
      try {
        logic.onEvent(value, timestamp, state, new Context(key, timestamp));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      if (logic.isEmpty(state)) {
        states.remove(key);
      }
    }

    /** Runs what a control does to the state of a key. */
    void control(K key, long timestamp, Control<K, S, OUT> control) {
      S state = states.computeIfAbsent(key, k -> logic.create());
      try {
        control.run(timestamp, state, new Context(key, timestamp));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** Writes and reads every state, as a restore does. */
    void restore() throws IOException {
      for (Map.Entry<K, S> entry : states.entrySet()) {
        entry.setValue(read(serializer, write(serializer, entry.getValue())));
      }
    }

    List<Integer> stateBytes() throws IOException {
      List<Integer> bytes = new ArrayList<>();
      for (S state : states.values()) {
        bytes.add(write(serializer, state).length);
      }
      return bytes;
    }

    private final class Context implements LogicContext<K, OUT> {
      private final K key;
      private final long timestamp;

      Context(K key, long timestamp) {
        this.key = key;
        this.timestamp = timestamp;
      }

      @Override
      public K key() {
        return key;
      }

      @Override
      public void emit(OUT value) {
        OUT sent = value;
        if (measure) {
          try {
            byte[] bytes = write(wire, value);
            bytesSent += bytes.length;
            sent = read(wire, bytes);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        }
        next.accept(sent);
      }

      @Override
      public <X> void emit(OutputTag<X> output, X value) {
        sides.computeIfAbsent(output.getId(), id -> new ArrayList<>()).add(value);
      }

      @Override
      public long watermark() {
        return Long.MIN_VALUE;
      }

      @Override
      public long processingTime() {
        return timestamp;
      }

      @Override
      public void count(String name) {}
    }
  }

  final List<Recommendation<String, String>> recommendations = new ArrayList<>();
  final Step<String, Take, UserState<String>, RowMessage<String, String>> users;
  final Step<String, RowMessage<String, String>, ItemRow<String>, RowReply<String, String>> rows;
  final Step<String, RowReply<String, String>, Gathering<String, String>, Ranking<String, String>>
      gather;
  final Step<String, Ranking<String, String>, ShardState<String>, Recommendation<String, String>>
      fusion;
  UnaryOperator<Ranking<String, String>> beforeFusion = ranking -> ranking;
  private long now;

  LocalPipeline(ItemRecommender<Take, String, String> recommender) {
    this(recommender.recipe(), recommender.outcomes());
  }

  LocalPipeline(Recipe<Take, String, String> recipe, OutputTag<Outcome<String, String>> outcomes) {
    fusion =
        new Step<>(
            new FusionLogic<>(recipe, outcomes),
            ranking -> ranking.question().shard(),
            recommendations::add);
    gather =
        new Step<>(
            new GatherLogic<>(recipe),
            RowReply::user,
            r -> fusion.take(beforeFusion.apply(r), now));
    rows = new Step<>(new RowLogic<>(recipe), RowMessage::item, r -> gather.take(r, now));
    users = new Step<>(new UserLogic<>(recipe), Take::user, m -> rows.take(m, now));
  }

  /** Sends every message through its serializer from now on, and counts bytes. */
  LocalPipeline measured() {
    List.of(users, rows, gather, fusion).forEach(step -> step.measure = true);
    return this;
  }

  void take(Take take) {
    now = take.millis();
    users.take(take, now);
  }

  void restore() throws IOException {
    users.restore();
    rows.restore();
    gather.restore();
    fusion.restore();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  List<Outcome<String, String>> outcomes() {
    return (List) fusion.sides.getOrDefault("outcomes", List.of());
  }

  static <T> TypeSerializer<T> create(TypeInformation<T> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }

  static <T> byte[] write(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    T value = serializer.deserialize(in);
    if (in.available() != 0) {
      throw new IOException(in.available() + " bytes were not read");
    }
    return value;
  }
}
