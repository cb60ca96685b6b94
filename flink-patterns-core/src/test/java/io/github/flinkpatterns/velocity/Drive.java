// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.logic.LogicContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.OutputTag;

/** Calls the logic of a detector as a host does, for the tests of the logic alone. */
final class Drive implements LogicContext<String, Alert<String>> {

  private final VelocityLogic<String, Tx> logic;
  private final VelocityDetector<Tx, String> detector;
  private final boolean serializeAlways;
  final Map<String, VelocityValue> values = new TreeMap<>();
  private RuleSet shared;
  final List<Alert<String>> alerts = new ArrayList<>();
  final Map<String, List<Object>> sides = new TreeMap<>();
  final Map<String, Long> counts = new TreeMap<>();
  private long watermark = Long.MIN_VALUE;
  private String key = "";

  /**
   * @param serializeAlways whether every value and the rules go through their serializers after
   *     every call
   */
  Drive(VelocityDetector<Tx, String> detector, boolean serializeAlways) {
    this.detector = detector;
    this.logic = detector.logic();
    this.serializeAlways = serializeAlways;
    this.shared = logic.createShared();
    logic.useShared(shared);
  }

  Drive event(Tx tx) {
    return event(tx, tx.time());
  }

  Drive event(Tx tx, long timestamp) {
    key = tx.customer();
    VelocityValue value = values.computeIfAbsent(key, k -> logic.create());
    logic.onEvent(tx, timestamp, value, this);
    settle(value);
    return this;
  }

  Drive watermark(long time) {
    watermark = time;
    for (String each : List.copyOf(values.keySet())) {
      key = each;
      settle(values.get(each));
    }
    return this;
  }

  Drive update(RuleUpdate update) {
    logic.onBroadcast(update, Long.MIN_VALUE, shared, this);
    if (serializeAlways) {
      shared = throughSerializer(logic.sharedSerializer(), shared);
    }
    logic.useShared(shared);
    return this;
  }

  private void settle(VelocityValue value) {
    while (logic.nextDue(value) <= watermark && logic.nextDue(value) != Long.MAX_VALUE) {
      long due = logic.nextDue(value);
      logic.onDue(due, value, this);
      if (logic.nextDue(value) <= due) {
        throw new AssertionError("due moment " + due + " does not move on");
      }
    }
    if (logic.isEmpty(value)) {
      values.remove(key);
    } else if (serializeAlways) {
      values.put(key, throughSerializer(logic.stateSerializer(null), value));
    }
  }

  static <T> T throughSerializer(
      org.apache.flink.api.common.typeutils.TypeSerializer<T> serializer, T value) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(64);
      serializer.serialize(value, out);
      DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
      T read = serializer.deserialize(in);
      if (in.available() != 0) {
        throw new AssertionError(in.available() + " bytes were not read");
      }
      return serializer.copy(read);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  <X> List<X> side(OutputTag<X> tag) {
    return (List<X>) sides.getOrDefault(tag.getId(), List.of());
  }

  VelocityDetector<Tx, String> detector() {
    return detector;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public void emit(Alert<String> value) {
    alerts.add(value);
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
    counts.merge(name, 1L, Long::sum);
  }
}
