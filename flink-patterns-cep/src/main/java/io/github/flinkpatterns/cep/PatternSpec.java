// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * A pattern that was built and can be applied to a stream.
 *
 * <p>What every pattern does alike:
 *
 * <ul>
 *   <li>Events of a key are judged in the order of their timestamps, when the watermark has passed
 *       them: the matches do not depend on the order of arrival. Events of equal timestamps are
 *       ordered by {@code breakTiesBy}, else by their serialized bytes.
 *   <li>An event that comes twice counts twice: put a {@code Deduplicator} in front.
 *   <li>A window {@code within(w)} is half open: what begins at {@code t} can be completed by an
 *       event before {@code t + w}, not by one at {@code t + w}.
 *   <li>No event is lost silently: late ones, ones without a timestamp and ones without a key leave
 *       by side outputs and are counted.
 * </ul>
 *
 * <p>Counters: {@code matches}, {@code timeouts}, {@code late}, {@code withoutTimestamp}, {@code
 * nullKeys}.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public abstract class PatternSpec<K, IN> {

  private final String name;
  private final PatternInput<K, IN> input;
  private final PatternContract contract;

  /**
   * For the rooms of this module.
   *
   * @param name the name that matches carry
   */
  protected PatternSpec(String name, PatternInput<K, IN> input, PatternContract contract) {
    this.name = name;
    this.input = input;
    this.contract = contract;
  }

  /** Returns the name that matches carry. */
  public final String name() {
    return name;
  }

  /** For the rooms of this module: returns what it reads. */
  protected final PatternInput<K, IN> input() {
    return input;
  }

  /** Returns what it promises: window, skip strategy, contiguity, state bound, late policy. */
  public final PatternContract contract() {
    return contract;
  }

  /**
   * Finds the pattern in {@code events}.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @return the matches; the side outputs are reached with {@code getSideOutput}
   */
  public abstract SingleOutputStreamOperator<PatternMatch<K, IN>> applyTo(
      DataStream<IN> events, String uid);

  /** Returns the type of the matches. */
  public final TypeInformation<PatternMatch<K, IN>> matchType() {
    return PatternMatch.type(input.key(), input.event());
  }

  /** Returns the side output of near misses. */
  public final OutputTag<PatternTimeout<K, IN>> timedOut() {
    return PatternTags.timedOut(input);
  }

  /** Returns the side output of events at or before the watermark. */
  public final OutputTag<IN> late() {
    return PatternTags.late(input);
  }

  /** Returns the side output of events that carry no timestamp. */
  public final OutputTag<IN> withoutTimestamp() {
    return PatternTags.withoutTimestamp(input);
  }

  /** Returns the side output of events whose key is null, or whose key function throws. */
  public final OutputTag<IN> nullKeys() {
    return PatternTags.nullKeys(input);
  }
}
