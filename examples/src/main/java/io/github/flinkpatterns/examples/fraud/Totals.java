// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.fraud.FraudRecords.EvaluationRecord;
import io.github.flinkpatterns.examples.fraud.FraudRecords.StatisticsRecord;
import io.github.flinkpatterns.velocity.RuleStatistics;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** What is summed over the whole run and sent at its end. */
final class Totals {

  private Totals() {}

  /** Sums what one version of a rule did. */
  static final class Statistics
      extends KeyedProcessFunction<String, RuleStatistics, StatisticsRecord> {

    private transient ValueState<RuleStatistics> sum;

    @SuppressWarnings("NullAway.Init")
    Statistics() {}

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", RuleStatistics.type()));
    }

    @Override
    public void processElement(
        RuleStatistics part, Context context, Collector<StatisticsRecord> out) throws Exception {
      RuleStatistics before = sum.value();
      sum.update(before == null ? part : before.plus(part));
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<StatisticsRecord> out)
        throws Exception {
      out.collect(StatisticsRecord.of(sum.value()));
      sum.clear();
    }
  }

  /** Counts transactions, frauds, alerts and hits, and sends a line per rule. */
  static final class Evaluation
      extends KeyedProcessFunction<String, Tuple2<String, Integer>, EvaluationRecord> {

    /** Stands for the transactions themselves. */
    static final String ALL = "";

    private final List<String> rules;
    private transient MapState<String, Long> counts;

    @SuppressWarnings("NullAway.Init")
    Evaluation(List<String> rules) {
      this.rules = List.copyOf(rules);
    }

    @Override
    public void open(OpenContext context) {
      counts =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("counts", Types.STRING, Types.LONG));
    }

    @Override
    public void processElement(
        Tuple2<String, Integer> labelled, Context context, Collector<EvaluationRecord> out)
        throws Exception {
      if (labelled.f1 < 0) {
        return;
      }
      add("all " + labelled.f0, 1);
      add("hit " + labelled.f0, labelled.f1);
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    private void add(String name, int increment) throws Exception {
      counts.put(name, count(name) + increment);
    }

    private long count(String name) throws Exception {
      @Nullable Long count = counts.get(name);
      return count == null ? 0 : count;
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<EvaluationRecord> out)
        throws Exception {
      for (String rule : rules) {
        out.collect(
            EvaluationRecord.of(
                rule,
                count("all " + ALL),
                count("hit " + ALL),
                count("all " + rule),
                count("hit " + rule)));
      }
      counts.clear();
    }
  }
}
