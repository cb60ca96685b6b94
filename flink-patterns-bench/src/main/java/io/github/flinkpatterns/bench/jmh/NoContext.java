// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.logic.LogicContext;
import java.util.function.Consumer;
import org.apache.flink.util.OutputTag;

/**
 * Lets a logic work on a value outside any host.
 *
 * @param out takes what it emits
 */
record NoContext<OUT>(Consumer<OUT> out) implements LogicContext<String, OUT> {

  @Override
  public String key() {
    return "a";
  }

  @Override
  public void emit(OUT value) {
    out.accept(value);
  }

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
