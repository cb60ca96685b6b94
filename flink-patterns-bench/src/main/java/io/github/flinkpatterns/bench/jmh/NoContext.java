// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.logic.LogicContext;
import org.apache.flink.util.OutputTag;

/** Lets a logic make a value outside any host; what it emits is let go. */
final class NoContext<OUT> implements LogicContext<String, OUT> {

  @Override
  public String key() {
    return "a";
  }

  @Override
  public void emit(OUT value) {}

  @Override
  public <X> void emit(OutputTag<X> output, X value) {}

  @Override
  public long watermark() {
    return Long.MIN_VALUE;
  }

  @Override
  public long processingTime() {
    return 0;
  }

  @Override
  public void count(String name) {}
}
