// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.logic.BroadcastLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Puts events in order, and has each judged by the rules in force at its time. */
final class VelocityLogic<K, IN>
    implements BroadcastLogic<K, IN, RuleUpdate, RuleSet, VelocityValue, Alert<K>> {

  private final Settings settings;
  private final EventReader<IN> reader;
  private final Tags<K, IN> tags;

  private transient @Nullable Plans plans;
  private transient @Nullable Judge<K> judge;
  private transient @Nullable Layout layout;
  private transient long @Nullable [] row;

  VelocityLogic(Settings settings, EventReader<IN> reader, Tags<K, IN> tags) {
    this.settings = settings;
    this.reader = reader;
    this.tags = tags;
  }

  @Override
  public String name() {
    return RuleErrors.NAME;
  }

  @Override
  public VelocityValue create() {
    return new VelocityValue(layout());
  }

  @Override
  public void onEvent(IN event, long time, VelocityValue value, LogicContext<K, Alert<K>> context) {
    if (time == NO_TIMESTAMP) {
      context.count("withoutTimestamp");
      context.emit(tags.withoutTimestamp(), event);
      return;
    }
    if (isLate(time, value, context.watermark())) {
      context.count("late");
      context.emit(tags.late(), event);
      return;
    }
    Ring ring = value.ring;
    ring.adopt(layout());
    long[] columns = row();
    reader.read(event, columns);
    String id = reader.id(event);
    if (settings.eventTimeOrder()) {
      ring.insert(time, id, columns, ring.judged(), true);
      if (ring.size() - ring.judged() > settings.maxEventsPerKey()) {
        judgeEarly(value, context);
      }
    } else {
      int index = ring.insert(time, id, columns, 0, false);
      ring.judged(ring.size());
      long horizon = context.watermark() == Long.MAX_VALUE ? time : context.watermark() + 1;
      judge().judge(value, plans().at(time), index, Math.min(time, horizon), false, context);
    }
  }

  // After a restore there is no watermark for a while, but what was judged stays judged.
  private boolean isLate(long time, VelocityValue value, long watermark) {
    return time <= watermark
        || time <= value.judgedEarlyTo
        || (settings.eventTimeOrder() && time <= value.newest);
  }

  private void judgeEarly(VelocityValue value, LogicContext<K, Alert<K>> context) {
    context.count("judgedEarly");
    long time = value.ring.time(value.ring.judged());
    // Ties of the moment go with it: what comes later with this time is late.
    while (value.ring.judged() < value.ring.size()
        && value.ring.time(value.ring.judged()) == time) {
      judgeNext(value, true, context);
    }
    value.judgedEarlyTo = time;
  }

  private void judgeNext(VelocityValue value, boolean early, LogicContext<K, Alert<K>> context) {
    Ring ring = value.ring;
    int index = ring.judged();
    long time = ring.time(index);
    ring.judged(index + 1);
    judge().judge(value, plans().at(time), index, time, early, context);
  }

  @Override
  public void onDue(long due, VelocityValue value, LogicContext<K, Alert<K>> context) {
    Ring ring = value.ring;
    ring.adopt(layout());
    while (ring.judged() < ring.size() && ring.time(ring.judged()) <= due) {
      judgeNext(value, false, context);
    }
    if (forgetAt(value) <= due) {
      judge().sendTally(value, context);
      value.forgetHistory();
    }
    if (value.judgedEarlyTo <= due) {
      value.judgedEarlyTo = Long.MIN_VALUE;
    }
  }

  @Override
  public long nextDue(VelocityValue value) {
    Ring ring = value.ring;
    long waiting = ring.judged() < ring.size() ? ring.time(ring.judged()) : NEVER;
    long early = value.judgedEarlyTo == Long.MIN_VALUE ? NEVER : value.judgedEarlyTo;
    return Math.min(Math.min(waiting, early), forgetAt(value));
  }

  // At this watermark no event to come can have the newest one in a window.
  private long forgetAt(VelocityValue value) {
    return value.hasHistory()
        ? Times.plus(value.newest, plans().at(value.newest).keepMillis - 1)
        : NEVER;
  }

  @Override
  public boolean isEmpty(VelocityValue value) {
    return value.ring.size() == 0 && !value.hasHistory() && value.judgedEarlyTo == Long.MIN_VALUE;
  }

  @Override
  public int sizeInBytes(VelocityValue value) {
    return value.sizeInBytes();
  }

  @Override
  public TypeSerializer<VelocityValue> stateSerializer(SerializerFactory serializers) {
    return new VelocityValueSerializer();
  }

  @Override
  public TypeInformation<Alert<K>> outputType() {
    return tags.alertType();
  }

  @Override
  public List<String> counters() {
    List<String> counters = new ArrayList<>();
    for (Rule rule : settings.rules()) {
      counters.add("rule." + rule.id() + ".evaluated");
    }
    counters.addAll(
        List.of("late", "withoutTimestamp", "missingField", "alerts", "compacted", "judgedEarly"));
    counters.addAll(List.of("rulesAccepted", "rulesRejected", "rulesLate"));
    return counters;
  }

  @Override
  public RuleSet createShared() {
    return RuleSet.of(settings.rules(), settings.historyFrom());
  }

  @Override
  public TypeSerializer<RuleSet> sharedSerializer() {
    return new RuleSetSerializer();
  }

  @Override
  public void useShared(RuleSet shared) {
    plans = Plans.compile(shared, settings.fields(), settings.historyMillis());
  }

  @Override
  public void onBroadcast(
      RuleUpdate update, long time, RuleSet shared, LogicContext<K, Alert<K>> context) {
    RuleChange change =
        new RuleUpdates(
                settings.fields(),
                settings.keyNames(),
                settings.historyMillis(),
                settings.historyFrom())
            .apply(update, shared);
    switch (change.outcome()) {
      case ACCEPTED -> {
        context.count("rulesAccepted");
        if (update.fromMillis() <= context.watermark()) {
          context.count("rulesLate");
        }
      }
      case REJECTED -> context.count("rulesRejected");
      case NOT_OF_THIS_KEY -> {}
    }
    context.emit(tags.ruleChanges(), change);
  }

  private Plans plans() {
    if (plans == null) {
      plans = Plans.compile(createShared(), settings.fields(), settings.historyMillis());
    }
    return plans;
  }

  private Judge<K> judge() {
    if (judge == null) {
      judge = new Judge<>(settings, tags);
    }
    return judge;
  }

  private Layout layout() {
    if (layout == null) {
      layout = settings.fields().layout();
    }
    return layout;
  }

  private long[] row() {
    if (row == null) {
      row = new long[settings.fields().size()];
    }
    return row;
  }
}
