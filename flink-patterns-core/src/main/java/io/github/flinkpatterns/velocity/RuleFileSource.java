// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.function.SerializableSupplier;

/** Reads one file again and again; its one split is what was last sent of it. */
final class RuleFileSource
    implements Source<
        Tuple2<List<RuleUpdate>, List<WrongRuleFile>>, RuleFileSplit, List<RuleFileSplit>> {

  private final Path path;
  private final long everyMillis;
  private final List<Rule> rules;
  private final SerializableSupplier<Long> from;

  RuleFileSource(Path path, long everyMillis, List<Rule> rules, SerializableSupplier<Long> from) {
    this.path = path;
    this.everyMillis = everyMillis;
    this.rules = rules;
    this.from = from;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>, RuleFileSplit> createReader(
      SourceReaderContext context) {
    return new RuleFileReader(path, everyMillis, from, context::sendSplitRequest);
  }

  @Override
  public SplitEnumerator<RuleFileSplit, List<RuleFileSplit>> createEnumerator(
      SplitEnumeratorContext<RuleFileSplit> context) {
    return new RuleFileEnumerator(context, List.of(new RuleFileSplit(rules, Long.MIN_VALUE)));
  }

  @Override
  public SplitEnumerator<RuleFileSplit, List<RuleFileSplit>> restoreEnumerator(
      SplitEnumeratorContext<RuleFileSplit> context, List<RuleFileSplit> pending) {
    return new RuleFileEnumerator(context, pending);
  }

  @Override
  public SimpleVersionedSerializer<RuleFileSplit> getSplitSerializer() {
    return new RuleFileSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<List<RuleFileSplit>> getEnumeratorCheckpointSerializer() {
    return new RuleFileSplit.ListSerializer();
  }
}
