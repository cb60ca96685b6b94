// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.LogicContext;

/**
 * The context of a control that goes to every key: there is a clock, but no key.
 *
 * @param <K> the key
 * @param <OUT> the main output
 */
public abstract class UnkeyedContext<K, OUT> implements LogicContext<K, OUT> {

  private final long watermark;
  private final long processingTime;
  private final LogicMetrics metrics;

  /** Creates a context that stands at the given times. */
  protected UnkeyedContext(long watermark, long processingTime, LogicMetrics metrics) {
    this.watermark = watermark;
    this.processingTime = processingTime;
    this.metrics = metrics;
  }

  @Override
  public final K key() {
    throw new IllegalStateException("A broadcast control has no key");
  }

  @Override
  public final long watermark() {
    return watermark;
  }

  @Override
  public final long processingTime() {
    return processingTime;
  }

  @Override
  public final void count(String name) {
    metrics.count(name);
  }

  @Override
  public final void count(String name, long increment) {
    metrics.count(name, increment);
  }
}
