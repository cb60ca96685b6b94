// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.window.Best.Entry;
import io.github.flinkpatterns.window.WindowRanking.Place;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.util.OutputTag;

/** Keeps the best results of one window; the key is (end, size, slide). */
final class TopLogic<K extends Comparable<? super K>, R, S extends Comparable<? super S>>
    implements KeyedLogic<
        Tuple3<Long, Long, Long>, WindowResult<K, R>, Best<K, R>, WindowRanking<K, R>> {

  static final String RANKINGS = "rankings";
  static final String CORRECTIONS = "corrections";
  static final String LOWERED = "lowered";
  static final String LATE = "late";

  private static final int BYTES = 96;
  private static final int ENTRY_BYTES = 160;

  private final TypeInformation<K> keyType;
  private final TypeInformation<R> resultType;
  private final int top;
  private final KeySelector<R, S> score;
  private final long latenessMillis;
  private final OutputTag<WindowResult<K, R>> late;

  /** Set by {@link #stateSerializer}, which a host calls before the first event. */
  private transient TypeSerializer<K> keys;

  private transient TypeSerializer<R> results;

  @SuppressWarnings("NullAway.Init")
  TopLogic(
      TypeInformation<K> keyType,
      TypeInformation<R> resultType,
      int top,
      KeySelector<R, S> score,
      long latenessMillis) {
    this.keyType = keyType;
    this.resultType = resultType;
    this.top = top;
    this.score = score;
    this.latenessMillis = latenessMillis;
    late = new OutputTag<>("top-late", WindowResult.type(keyType, resultType));
  }

  OutputTag<WindowResult<K, R>> late() {
    return late;
  }

  @Override
  public String name() {
    return TopPerWindow.NAME;
  }

  @Override
  public Best<K, R> create() {
    return new Best<>(Math.min(top, 8));
  }

  @Override
  public void onEvent(
      WindowResult<K, R> result,
      long timestampMillis,
      Best<K, R> best,
      LogicContext<Tuple3<Long, Long, Long>, WindowRanking<K, R>> context)
      throws Exception {
    long end = result.endMillis();
    if (end - 1 + latenessMillis <= context.watermark()) {
      context.count(LATE);
      context.emit(late, result);
      return;
    }
    best.end = end;
    boolean changed = take(result.key(), result.result(), best, context);
    if (changed && (best.revision > 0 || end - 1 <= context.watermark())) {
      emit(best, context);
    }
  }

  /** Puts a key in its place; false if it has none among the best. */
  private boolean take(K key, R result, Best<K, R> best, LogicContext<?, ?> context)
      throws Exception {
    S scored = score.getKey(result);
    List<Entry<K, R>> entries = best.entries;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().compareTo(key) == 0) {
        if (scored.compareTo(score.getKey(entries.get(i).result())) < 0) {
          context.count(LOWERED);
        }
        entries.remove(i);
        break;
      }
    }
    int place = entries.size();
    while (place > 0 && isBefore(key, scored, entries.get(place - 1))) {
      place--;
    }
    if (place == top) {
      return false;
    }
    entries.add(place, new Entry<>(keys.copy(key), results.copy(result)));
    if (entries.size() > top) {
      entries.remove(top);
    }
    return true;
  }

  private boolean isBefore(K key, S scored, Entry<K, R> entry) throws Exception {
    int order = scored.compareTo(score.getKey(entry.result()));
    return order > 0 || (order == 0 && key.compareTo(entry.key()) < 0);
  }

  private void emit(
      Best<K, R> best, LogicContext<Tuple3<Long, Long, Long>, WindowRanking<K, R>> context) {
    best.revision++;
    context.count(best.revision == 1 ? RANKINGS : CORRECTIONS);
    List<Place<K, R>> places = new ArrayList<>(best.entries.size());
    for (Entry<K, R> entry : best.entries) {
      places.add(new Place<>(places.size() + 1, entry.key(), entry.result()));
    }
    long size = context.key().f1;
    long slide = context.key().f2;
    long start = best.end - size;
    Windows windows = new Windows(size, slide, Math.floorMod(start, slide));
    context.emit(new WindowRanking<>(windows, start, best.end, places, best.revision));
  }

  @Override
  public void onDue(
      long due,
      Best<K, R> best,
      LogicContext<Tuple3<Long, Long, Long>, WindowRanking<K, R>> context) {
    if (best.revision == 0) {
      emit(best, context);
    }
    if (best.end - 1 + latenessMillis <= due) {
      best.entries.clear();
      best.revision = 0;
    }
  }

  @Override
  public long nextDue(Best<K, R> best) {
    if (best.entries.isEmpty()) {
      return NEVER;
    }
    return best.revision == 0 ? best.end - 1 : best.end - 1 + latenessMillis;
  }

  @Override
  public boolean isEmpty(Best<K, R> best) {
    return best.entries.isEmpty();
  }

  @Override
  public int sizeInBytes(Best<K, R> best) {
    return BYTES + ENTRY_BYTES * best.entries.size();
  }

  @Override
  public TypeSerializer<Best<K, R>> stateSerializer(SerializerFactory serializers) {
    TypeSerializer<K> ofKeys = serializers.create(keyType);
    TypeSerializer<R> ofResults = serializers.create(resultType);
    keys = ofKeys.duplicate();
    results = ofResults.duplicate();
    return new BestSerializer<>(ofKeys, ofResults);
  }

  @Override
  public TypeInformation<WindowRanking<K, R>> outputType() {
    return WindowRanking.type(keyType, resultType);
  }

  @Override
  public List<String> counters() {
    return List.of(RANKINGS, CORRECTIONS, LOWERED, LATE);
  }
}
