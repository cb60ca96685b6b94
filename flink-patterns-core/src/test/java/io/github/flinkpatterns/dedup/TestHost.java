// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
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
 * The smallest host: a map of values, each written and read by its serializer after every call, as
 * a restart at every step would. For thousands of seeds a second.
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
  private final Map<K, byte[]> state = new TreeMap<>();
  private final Map<String, List<Object>> sides = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  final List<E> kept = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;
  private K key;

  @SuppressWarnings("unchecked")
  TestHost(Deduplicator<E, K> dedup) {
    this.dedup = dedup;
    this.logic = (KeyedLogic<K, E, Object, E>) dedup.logic();
    this.serializer = logic.stateSerializer(SERIALIZERS);
  }

  void event(E event, long timestamp) throws Exception {
    key = dedup.keySelector().getKey(event);
    byte[] bytes = state.get(key);
    Object value = bytes == null ? logic.create() : read(bytes);
    logic.onEvent(event, timestamp, value, this);
    settle(value);
  }

  void watermark(long time) throws Exception {
    watermark = time;
    for (K next : List.copyOf(state.keySet())) {
      key = next;
      settle(read(state.get(next)));
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
      DataOutputSerializer out = new DataOutputSerializer(64);
      serializer.serialize(serializer.copy(value), out);
      state.put(key, out.getCopyOfBuffer());
    }
  }

  private Object read(byte[] bytes) throws Exception {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    Object value = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return value;
  }

  int keysInState() {
    return state.size();
  }

  long bytesInState() {
    return state.values().stream().mapToLong(bytes -> bytes.length).sum();
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
