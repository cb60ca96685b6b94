// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends updates on, and wrong files to their side output, which a source does not have; counts
 * both.
 */
final class RuleFileSplitter
    extends ProcessFunction<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>, RuleUpdate> {

  private final OutputTag<WrongRuleFile> wrong;
  private transient @Nullable Counter updates;
  private transient @Nullable Counter wrongFiles;

  RuleFileSplitter(OutputTag<WrongRuleFile> wrong) {
    this.wrong = wrong;
  }

  static TypeInformation<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>> inputType() {
    return Types.TUPLE(Types.LIST(RuleUpdate.type()), Types.LIST(WrongRuleFile.type()));
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup().addGroup(RuleFile.NAME);
    updates = group.counter("updates");
    wrongFiles = group.counter("wrongFiles");
  }

  @Override
  public void processElement(
      Tuple2<List<RuleUpdate>, List<WrongRuleFile>> news,
      Context context,
      Collector<RuleUpdate> out) {
    count(updates, news.f0.size());
    news.f0.forEach(out::collect);
    count(wrongFiles, news.f1.size());
    news.f1.forEach(each -> context.output(wrong, each));
  }

  private static void count(@Nullable Counter counter, int n) {
    if (counter != null) {
      counter.inc(n);
    }
  }
}
