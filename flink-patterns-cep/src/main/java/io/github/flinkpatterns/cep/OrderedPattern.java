// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.LogicProgress;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.EventTimeOrder;
import io.github.flinkpatterns.state.HeldEvent;
import io.github.flinkpatterns.state.PendingEvents;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/**
 * Base of the patterns that a logic of our own finds: holds events until the watermark passes them,
 * and hands them on in the order of their timestamps, with the deadlines in between.
 *
 * <p>At one moment the deadline comes before the events: what must happen before a deadline is too
 * late at it. A pattern that counts the deadline in gives a deadline of one millisecond more.
 *
 * <p>A subclass is serialized into the job: it holds configuration, no state. It cannot leak if a
 * progress that is not empty has a deadline.
 *
 * <p>State per key: a byte for the version, then for each event that the watermark has not passed
 * about 8 bytes and the event, then the progress. One timer.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <P> how far the pattern has got with a key, mutable
 * @hidden shared by the rooms of this module; may change with every release
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
public abstract class OrderedPattern<K, IN, P extends PatternProgress>
    implements KeyedLogic<K, IN, Ordered<IN, P>, PatternMatch<K, IN>> {

  private final PatternSetup<K, IN> setup;
  private final OutputTag<PatternTimeout<K, IN>> timedOut;
  private final OutputTag<IN> late;
  private final OutputTag<IN> withoutTimestamp;
  private final EventTimeOrder<IN> order;

  /** For the patterns. */
  protected OrderedPattern(PatternSetup<K, IN> setup) {
    this.setup = setup;
    this.order = new EventTimeOrder<>(setup.ties());
    this.timedOut = PatternTags.timedOut(setup.input());
    this.late = PatternTags.late(setup.input());
    this.withoutTimestamp = PatternTags.withoutTimestamp(setup.input());
  }

  /** Returns the progress of a key that has none; it is empty. */
  protected abstract P begin();

  /**
   * Tells whether {@code event} can matter to the pattern; by default every event can. What cannot
   * is not kept until the watermark passes it.
   */
  protected boolean concerns(IN event) throws Exception {
    return true;
  }

  /** Takes the next event in order of time; it may be kept. */
  protected abstract void take(HeldEvent<IN> event, P progress, PatternOutputs<K, IN> out)
      throws Exception;

  /** Returns the next moment at which the progress needs a call, or {@link #NEVER}. */
  protected abstract long deadline(P progress);

  /** Takes the moment that {@link #deadline} gave; afterwards it must give a later one. */
  protected abstract void expire(long deadlineMillis, P progress, PatternOutputs<K, IN> out)
      throws Exception;

  /** Returns the serializer of the progress: versioned, hand-written, without Kryo. */
  protected abstract TypeSerializer<P> progressSerializer(
      TypeSerializer<IN> events, SerializerFactory serializers);

  /** Returns the counters that the pattern counts beside those of every pattern; none here. */
  protected List<String> extraCounters() {
    return List.of();
  }

  /** Returns the end of a window that begins at {@code startMillis}: the first moment behind it. */
  protected final long windowEnd(long startMillis) {
    long end = startMillis + setup.windowMillis();
    return end < startMillis ? NEVER - 1 : Math.min(end, NEVER - 1);
  }

  /** Returns how long a match may last. */
  protected final long windowMillis() {
    return setup.windowMillis();
  }

  /** Returns the name that matches carry. */
  protected final String patternName() {
    return setup.name();
  }

  final PatternSetup<K, IN> setup() {
    return setup;
  }

  final OutputTag<PatternTimeout<K, IN>> timedOut() {
    return timedOut;
  }

  final EventTimeOrder<IN> order() {
    return order;
  }

  @Override
  public final String name() {
    return setup.input().operator();
  }

  @Override
  public final Ordered<IN, P> create() {
    return new Ordered<>(new PendingEvents<>(), begin());
  }

  @Override
  public final void onEvent(
      IN event,
      long timestampMillis,
      Ordered<IN, P> state,
      LogicContext<K, PatternMatch<K, IN>> context)
      throws Exception {
    if (timestampMillis == NO_TIMESTAMP) {
      context.count(PatternTags.WITHOUT_TIMESTAMP);
      context.emit(withoutTimestamp, event);
    } else if (timestampMillis <= context.watermark()) {
      context.count(PatternTags.LATE);
      context.emit(late, event);
    } else if (concerns(event)) {
      state.pending.add(order.hold(event, timestampMillis), order);
    }
  }

  @Override
  public final void onDue(
      long dueMillis, Ordered<IN, P> state, LogicContext<K, PatternMatch<K, IN>> context)
      throws Exception {
    PatternOutputs<K, IN> out = new PatternOutputs<>(this, context, state.pending.isEmpty());
    long deadline = deadline(state.progress);
    while (deadline <= dueMillis) {
      expire(deadline, state.progress, out);
      deadline = LogicProgress.check(this, deadline, deadline(state.progress));
    }
    for (HeldEvent<IN> held : state.pending.takeUpTo(dueMillis)) {
      take(held, state.progress, out);
    }
  }

  @Override
  public final long nextDue(Ordered<IN, P> state) {
    return Math.min(deadline(state.progress), state.pending.due());
  }

  @Override
  public final boolean isEmpty(Ordered<IN, P> state) {
    return state.pending.isEmpty() && state.progress.isEmpty();
  }

  @Override
  public final int sizeInBytes(Ordered<IN, P> state) {
    return state.pendingBytes() + state.progress.sizeInBytes();
  }

  @Override
  public final TypeSerializer<Ordered<IN, P>> stateSerializer(SerializerFactory serializers) {
    TypeSerializer<IN> events = serializers.create(setup.input().event());
    order.open(events.duplicate());
    return new OrderedSerializer<>(events, progressSerializer(events, serializers));
  }

  @Override
  public final TypeInformation<PatternMatch<K, IN>> outputType() {
    return PatternMatch.type(setup.input().key(), setup.input().event());
  }

  @Override
  public final List<String> counters() {
    List<String> all = new ArrayList<>();
    all.add(PatternTags.MATCHES);
    all.add(PatternTags.TIMEOUTS);
    all.add(PatternTags.LATE);
    all.add(PatternTags.WITHOUT_TIMESTAMP);
    all.addAll(extraCounters());
    return all;
  }
}
