// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.EventTimeOrder;
import io.github.flinkpatterns.state.HeldEvent;
import io.github.flinkpatterns.state.PendingEvents;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Base of what waits for the watermark: events that cannot be judged yet are held, and judged in
 * the order of their timestamps.
 */
abstract sealed class WaitingLogic<K, E> implements KeyedLogic<K, E, Waiting<E>, E>
    permits EventTimeLogic, BestLogic {

  final Horizon horizon;
  final EventTimeOrder<E> order;
  private final Outputs<E> outputs;

  WaitingLogic(Horizon horizon, EventTimeOrder<E> order, Outputs<E> outputs) {
    this.horizon = horizon;
    this.order = order;
    this.outputs = outputs;
  }

  /** Judges an event at once if nothing that may still come can change the answer. */
  abstract boolean judgeNow(
      E event, long timestamp, Waiting<E> waiting, LogicContext<K, E> context);

  /** Takes an event that is not late and was not judged at once. */
  abstract void hold(HeldEvent<E> held, Waiting<E> waiting);

  /** Judges the earliest pending event: the watermark has reached it. */
  abstract void judge(HeldEvent<E> held, Waiting<E> waiting, LogicContext<K, E> context);

  /** Ends the horizons that are over at {@code watermark}. */
  abstract void close(long watermark, Waiting<E> waiting, LogicContext<K, E> context);

  @Override
  public String name() {
    return Deduplicator.NAME;
  }

  @Override
  public Waiting<E> create() {
    return new Waiting<>(new Runs<>(1), new PendingEvents<>());
  }

  @Override
  public void onEvent(E event, long timestamp, Waiting<E> waiting, LogicContext<K, E> context) {
    if (timestamp == NO_TIMESTAMP) {
      outputs.withoutTimestamp(event, context);
    } else if (!judgeNow(event, timestamp, waiting, context)) {
      if (timestamp <= context.watermark()) {
        outputs.late(event, context);
      } else {
        hold(order.hold(event, timestamp), waiting);
      }
    }
  }

  @Override
  public void onDue(long due, Waiting<E> waiting, LogicContext<K, E> context) {
    // Events first: one at the last moment of a horizon still belongs to it.
    for (HeldEvent<E> held : waiting.pending.takeUpTo(due)) {
      judge(held, waiting, context);
    }
    close(due, waiting, context);
  }

  @Override
  public long nextDue(Waiting<E> waiting) {
    return waiting.nextDue(horizon);
  }

  @Override
  public boolean isEmpty(Waiting<E> waiting) {
    return waiting.isEmpty();
  }

  @Override
  public int sizeInBytes(Waiting<E> waiting) {
    return waiting.sizeInBytes();
  }

  @Override
  public TypeSerializer<Waiting<E>> stateSerializer(SerializerFactory serializers) {
    TypeSerializer<E> events = serializers.create(outputs.type);
    order.open(events.duplicate());
    return new WaitingSerializer<>(events);
  }

  @Override
  public TypeInformation<E> outputType() {
    return outputs.type;
  }

  @Override
  public List<String> counters() {
    return Outputs.COUNTERS;
  }
}
