// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.OutputTag;

/**
 * The smallest host: a map of values. Each is written and read by its serializer after every call,
 * as a restart at every step would, unless that is turned off for speed.
 */
final class TestHost<K, E> implements LogicContext<K, E> {

  static final SerializerFactory SERIALIZERS =
      new SerializerFactory() {
        @Override
        public <T> TypeSerializer<T> create(TypeInformation<T> type) {
          return type.createSerializer(new ExecutionConfig().getSerializerConfig());
        }
      };

  private final Deduplicator<E, K> dedup;
  private final KeyedLogic<K, E, Object, E> logic;
  private final TypeSerializer<Object> serializer;
  private final Map<K, Object> state = new TreeMap<>();
  private final Map<String, List<Object>> sides = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  final List<E> kept = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;
  private final boolean restarts;
  private K key;

  TestHost(Deduplicator<E, K> dedup) {
    this(dedup, true);
  }

  @SuppressWarnings("unchecked")
  TestHost(Deduplicator<E, K> dedup, boolean restarts) {
    this.restarts = restarts;
    this.dedup = dedup;
    this.logic = (KeyedLogic<K, E, Object, E>) dedup.logic();
    this.serializer = logic.stateSerializer(SERIALIZERS);
  }

  void event(E event, long timestamp) throws Exception {
    key = dedup.keySelector().getKey(event);
    Object stored = state.get(key);
    Object value = stored == null ? logic.create() : stored;
    logic.onEvent(event, timestamp, value, this);
    settle(value);
  }

  void watermark(long time) throws Exception {
    watermark = time;
    for (K next : List.copyOf(state.keySet())) {
      key = next;
      settle(state.get(next));
    }
  }

  private void settle(Object value) throws Exception {
    for (long due = logic.nextDue(value); due <= watermark; ) {
      logic.onDue(due, value, this);
      long next = logic.nextDue(value);
      assertThat(next).isGreaterThan(due);
      due = next == KeyedLogic.NEVER ? Long.MAX_VALUE : next;
      if (next == KeyedLogic.NEVER) {
        break;
      }
    }
    assertThat(logic.sizeInBytes(value)).isPositive();
    if (logic.isEmpty(value)) {
      assertThat(logic.nextDue(value)).isEqualTo(KeyedLogic.NEVER);
      state.remove(key);
    } else {
      state.put(key, restarts ? restarted(value) : value);
    }
  }

  private Object restarted(Object value) throws Exception {
    Object copy = serializer.copy(value);
    DataInputDeserializer in = new DataInputDeserializer(bytes(copy));
    Object read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  private byte[] bytes(Object value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  int keysInState() {
    return state.size();
  }

  long bytesInState() throws IOException {
    long sum = 0;
    for (Object value : state.values()) {
      sum += bytes(value).length;
    }
    return sum;
  }

  @SuppressWarnings("unchecked")
  <X> List<X> side(OutputTag<X> tag) {
    return (List<X>) sides.getOrDefault(tag.getId(), List.of());
  }

  int counter(String name) {
    return counters.getOrDefault(name, 0);
  }

  @Override
  public K key() {
    return key;
  }

  @Override
  public void emit(E value) {
    kept.add(value);
  }

  @Override
  public <X> void emit(OutputTag<X> output, X value) {
    sides.computeIfAbsent(output.getId(), id -> new ArrayList<>()).add(value);
  }

  @Override
  public long watermark() {
    return watermark;
  }

  @Override
  public long processingTime() {
    return 0;
  }

  @Override
  public void count(String name) {
    counters.merge(name, 1, Integer::sum);
  }
}
