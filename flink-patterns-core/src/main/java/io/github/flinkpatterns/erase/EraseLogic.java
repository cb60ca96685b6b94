// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/**
 * Makes any logic forget a key by command; see {@link Erasable}. What commands come in differs.
 *
 * <p>The value is a {@link Guarded} one, but typed as an object: after a restore from state that
 * the bare logic wrote, hosts may still hand in bare values where nothing is changed.
 */
abstract class EraseLogic<K, IN, C, S, OUT> implements ControlledLogic<K, IN, C, Object, OUT> {

  static final String ERASED = "erased";
  static final String REFUSED = "refused";

  private final KeyedLogic<K, IN, S, OUT> logic;
  private final long refuseMillis;
  private final OutputTag<EraseReceipt<K>> receipts;
  private final OutputTag<IN> refused;

  EraseLogic(
      KeyedLogic<K, IN, S, OUT> logic,
      long refuseMillis,
      OutputTag<EraseReceipt<K>> receipts,
      OutputTag<IN> refused) {
    this.logic = logic;
    this.refuseMillis = refuseMillis;
    this.receipts = receipts;
    this.refused = refused;
  }

  final void erase(EraseCommand<K> command, Object state, LogicContext<K, OUT> context) {
    Guarded<S> guarded = Guarded.of(state);
    boolean hadState = !logic.isEmpty(guarded.value);
    guarded.value = logic.create();
    long until = saturatedSum(command.atMillis(), refuseMillis);
    if (until > context.watermark()
        && (!guarded.hasTombstone() || command.atMillis() > guarded.erasedMillis)) {
      guarded.erasedMillis = command.atMillis();
      guarded.untilMillis = until;
    }
    context.count(ERASED);
    context.emit(
        receipts,
        new EraseReceipt<>(logic.name(), context.key(), command.atMillis(), hadState, until));
  }

  // The end of time itself is never due.
  private static long saturatedSum(long moment, long duration) {
    long sum = moment + duration;
    return sum < moment || sum == NEVER ? NEVER - 1 : sum;
  }

  @Override
  public void onEvent(IN event, long timestamp, Object state, LogicContext<K, OUT> context)
      throws Exception {
    Guarded<S> guarded = Guarded.of(state);
    // An event without a timestamp counts as earlier than any: nothing shows that it is not.
    if (guarded.hasTombstone() && timestamp <= guarded.erasedMillis) {
      context.count(REFUSED);
      context.emit(refused, event);
    } else {
      logic.onEvent(event, timestamp, guarded.value, context);
    }
  }

  @Override
  public void onDue(long due, Object state, LogicContext<K, OUT> context) throws Exception {
    Guarded<S> guarded = Guarded.of(state);
    if (guarded.untilMillis <= due) {
      guarded.dropTombstone();
    }
    if (logic.nextDue(guarded.value) <= due) {
      logic.onDue(due, guarded.value, context);
    }
  }

  @Override
  public void onProcessingTimeDue(long due, Object state, LogicContext<K, OUT> context)
      throws Exception {
    Guarded<S> guarded = Guarded.of(state);
    logic.onProcessingTimeDue(due, guarded.value, context);
  }

  @Override
  public long nextDue(Object state) {
    Guarded<S> guarded = Guarded.of(state);
    return Math.min(logic.nextDue(guarded.value), guarded.untilMillis);
  }

  @Override
  public long nextProcessingTimeDue(Object state) {
    Guarded<S> guarded = Guarded.of(state);
    return logic.nextProcessingTimeDue(guarded.value);
  }

  @Override
  public boolean isEmpty(Object state) {
    Guarded<S> guarded = Guarded.of(state);
    return !guarded.hasTombstone() && logic.isEmpty(guarded.value);
  }

  @Override
  public int sizeInBytes(Object state) {
    Guarded<S> guarded = Guarded.of(state);
    return 40 + logic.sizeInBytes(guarded.value);
  }

  @Override
  public Object create() {
    return new Guarded<>(logic.create());
  }

  @Override
  public Object adopt(Object stored) {
    Guarded<S> guarded = Guarded.of(stored);
    S adopted = logic.adopt(guarded.value);
    if (adopted == guarded.value) {
      return guarded;
    }
    Guarded<S> wrapped = new Guarded<>(adopted);
    wrapped.erasedMillis = guarded.erasedMillis;
    wrapped.untilMillis = guarded.untilMillis;
    return wrapped;
  }

  @Override
  public TypeSerializer<Object> stateSerializer(SerializerFactory serializers) {
    return new GuardedSerializer<>(logic.stateSerializer(serializers));
  }

  @Override
  public String name() {
    return logic.name();
  }

  @Override
  public TypeInformation<OUT> outputType() {
    return logic.outputType();
  }

  @Override
  public List<String> counters() {
    List<String> counters = new ArrayList<>(logic.counters());
    counters.add(ERASED);
    counters.add(REFUSED);
    return counters;
  }
}
