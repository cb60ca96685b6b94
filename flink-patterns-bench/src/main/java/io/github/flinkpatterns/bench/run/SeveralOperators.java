// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Several operators that each take the whole stream, as one way to do a job. */
record SeveralOperators<IN>(
    String name, @Nullable String group, List<? extends Variant<IN>> operators)
    implements Variant<IN> {

  @Override
  public void event(StreamRecord<IN> record) throws Exception {
    for (Variant<IN> operator : operators) {
      operator.event(record);
    }
  }

  @Override
  public void watermark(long millis) throws Exception {
    for (Variant<IN> operator : operators) {
      operator.watermark(millis);
    }
  }

  @Override
  public void barrier(long checkpointId) throws Exception {
    for (Variant<IN> operator : operators) {
      operator.barrier(checkpointId);
    }
  }

  @Override
  public long digest() {
    return operators.stream().mapToLong(Variant::digest).sum();
  }

  @Override
  public long outputs() {
    return operators.stream().mapToLong(Variant::outputs).sum();
  }

  @Override
  public void close() throws Exception {
    for (Variant<IN> operator : operators) {
      operator.close();
    }
  }
}
