// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.OutputTag;

/** Puts the features of one key together, in event time; see {@link FeatureCollector}. */
final class FeatureLogic<K, E> implements KeyedLogic<K, E, Features, FeatureVector<K>> {

  final KeySelector<E, String> name;
  final MapFunction<E, Double> value;
  final List<String> names;
  final long waitMillis;
  final int maxPending;
  final TypeInformation<K> keyType;
  final OutputTag<FeatureVector<K>> incomplete;
  final OutputTag<E> late;
  final OutputTag<E> refused;

  FeatureLogic(
      KeySelector<E, String> name,
      MapFunction<E, Double> value,
      List<String> names,
      long waitMillis,
      int maxPending,
      TypeInformation<E> type,
      TypeInformation<K> keyType) {
    this.name = name;
    this.value = value;
    this.names = names;
    this.waitMillis = waitMillis;
    this.maxPending = maxPending;
    this.keyType = keyType;
    this.incomplete = new OutputTag<>("incomplete", FeatureVector.type(keyType));
    this.late = new OutputTag<>("late", type);
    this.refused = new OutputTag<>("refused", type);
  }

  @Override
  public String name() {
    return FeatureCollector.NAME;
  }

  @Override
  public Features create() {
    return new Features();
  }

  @Override
  public void onEvent(
      E event, long timestampMillis, Features state, LogicContext<K, FeatureVector<K>> context)
      throws Exception {
    String given = name.getKey(event);
    int feature = given == null ? -1 : names.indexOf(given);
    Double number = feature < 0 ? null : value.map(event);
    if (number == null) {
      refuse("otherFeatures", event, context);
    } else if (timestampMillis == NO_TIMESTAMP) {
      refuse("withoutTimestamp", event, context);
    } else if (timestampMillis <= context.watermark()) {
      context.count("late");
      context.emit(late, event);
    } else if (state.pending >= maxPending) {
      refuse("overflow", event, context);
    } else {
      state.hold(timestampMillis, feature, number);
    }
  }

  private void refuse(String reason, E event, LogicContext<K, FeatureVector<K>> context) {
    context.count(reason);
    context.emit(refused, event);
  }

  @Override
  public void onDue(long dueMillis, Features state, LogicContext<K, FeatureVector<K>> context) {
    while (state.pending > 0 && due(state.times[0]) <= dueMillis) {
      long time = state.times[0];
      state.put(state.features[0], state.inputs[0], time, names.size());
      state.dropFirst();
      if (Long.bitCount(state.present) == names.size()) {
        context.emit(vector(context.key(), state, time));
        state.close();
      }
    }
    if (state.isOpen() && lastMoment(state) <= dueMillis) {
      context.count("incomplete");
      context.emit(incomplete, vector(context.key(), state, lastMoment(state)));
      state.close();
    }
  }

  private FeatureVector<K> vector(K key, Features state, long end) {
    List<Double> values = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      values.add(state.values[i]);
      if ((state.present >>> i & 1) == 0) {
        missing.add(names.get(i));
      }
    }
    return new FeatureVector<>(key, values, missing, state.start, end);
  }

  /** The last moment at which a feature still belongs to the open vector. */
  private long lastMoment(Features state) {
    return Math.min(state.start, NEVER - waitMillis) + waitMillis - 1;
  }

  /** The end of time itself is never due. */
  private static long due(long time) {
    return Math.min(time, NEVER - 1);
  }

  @Override
  public long nextDue(Features state) {
    long next = state.pending > 0 ? due(state.times[0]) : NEVER;
    return state.isOpen() ? Math.min(next, lastMoment(state)) : next;
  }

  @Override
  public boolean isEmpty(Features state) {
    return state.isEmpty();
  }

  @Override
  public int sizeInBytes(Features state) {
    return state.sizeInBytes();
  }

  @Override
  public TypeSerializer<Features> stateSerializer(SerializerFactory serializers) {
    return new FeaturesSerializer();
  }

  @Override
  public TypeInformation<FeatureVector<K>> outputType() {
    return FeatureVector.type(keyType);
  }

  @Override
  public List<String> counters() {
    return List.of("incomplete", "late", "overflow", "otherFeatures", "withoutTimestamp");
  }
}
