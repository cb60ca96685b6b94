// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Keeps the first events of an id as they arrive.
 *
 * <p>Why nothing is emitted twice: an event is judged only if its timestamp lies after the
 * watermark less the lateness, and what was kept is forgotten only when no such event can be
 * covered by it.
 */
final class ArrivalLogic<K, E> implements KeyedLogic<K, E, Runs<E>, E> {

  private final Judge<E> judge;
  private final Horizon horizon;
  private final long lateness;

  ArrivalLogic(Judge<E> judge, long lateness) {
    this.judge = judge;
    this.horizon = judge.horizon();
    this.lateness = lateness;
  }

  @Override
  public String name() {
    return Deduplicator.NAME;
  }

  @Override
  public Runs<E> create() {
    return new Runs<>(1);
  }

  @Override
  public void onEvent(E event, long timestamp, Runs<E> runs, LogicContext<K, E> context) {
    if (timestamp == NO_TIMESTAMP) {
      judge.outputs().withoutTimestamp(event, context);
    } else if (!judge.suppress(event, timestamp, runs, context)) {
      if (timestamp <= Times.minus(context.watermark(), lateness)) {
        judge.outputs().late(event, context);
      } else {
        judge.keep(event, timestamp, runs, context);
      }
    }
  }

  @Override
  public void onDue(long due, Runs<E> runs, LogicContext<K, E> context) {
    runs.forget(due, horizon, lateness);
  }

  @Override
  public long nextDue(Runs<E> runs) {
    return runs.nextDue(horizon, lateness);
  }

  @Override
  public boolean isEmpty(Runs<E> runs) {
    return runs.isEmpty();
  }

  @Override
  public int sizeInBytes(Runs<E> runs) {
    return runs.sizeInBytes();
  }

  @Override
  public TypeSerializer<Runs<E>> stateSerializer(SerializerFactory serializers) {
    return new RunsSerializer<>();
  }

  @Override
  public TypeInformation<E> outputType() {
    return judge.outputs().type;
  }

  @Override
  public List<String> counters() {
    return Outputs.COUNTERS;
  }
}
