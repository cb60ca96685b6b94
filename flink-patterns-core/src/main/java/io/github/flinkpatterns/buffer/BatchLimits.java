// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a batch: what both batchers have in common.
 *
 * @param <E> the event
 * @param <B> the builder
 */
public abstract sealed class BatchLimits<E, B extends BatchLimits<E, B>>
    permits Batcher.Builder, KeyedBatcher.Builder {

  /** How many events a batch holds by default, at most: {@value}. */
  public static final int DEFAULT_MAX_EVENTS = 1_000;

  /** How many bytes a batch holds by default, at most: 1 MiB. */
  public static final long DEFAULT_MAX_BYTES = 1 << 20;

  private final String name;
  private final TypeInformation<E> type;
  private final long emitAfterMillis;
  private final boolean eventTime;
  private int maxEvents = DEFAULT_MAX_EVENTS;
  private long maxBytes = DEFAULT_MAX_BYTES;

  BatchLimits(
      String name, TypeInformation<E> type, @Nullable Duration emitAfter, boolean eventTime) {
    this.name = name;
    this.type = type;
    this.emitAfterMillis = Require.positiveMillis(emitAfter, name, "emitAfter");
    this.eventTime = eventTime;
  }

  /**
   * A batch leaves when it holds so many events; {@value #DEFAULT_MAX_EVENTS} by default.
   *
   * @throws IllegalArgumentException unless it is from 1 to a million
   */
  public B maxEvents(int events) {
    maxEvents = (int) Require.inRange(events, 1, 1_000_000, name, "maxEvents");
    return self();
  }

  /**
   * A batch leaves before it exceeds so many bytes, as the events' serializer writes them; 1 MiB by
   * default. An event that is larger leaves alone.
   *
   * @throws IllegalArgumentException unless it is from 1 to 1 GiB
   */
  public B maxBytes(long bytes) {
    maxBytes = Require.inRange(bytes, 1, 1 << 30, name, "maxBytes");
    return self();
  }

  abstract B self();

  final BatchRules<E> rules() {
    return new BatchRules<>(type, emitAfterMillis, eventTime, maxEvents, maxBytes);
  }
}
