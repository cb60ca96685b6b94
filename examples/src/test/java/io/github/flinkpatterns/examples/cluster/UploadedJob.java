// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import io.github.flinkpatterns.dedup.Deduplicator;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A program that is uploaded with its jar, as users of Flink's web UI do. */
public final class UploadedJob {

  private UploadedJob() {}

  /** Starts a job that goes on until it is stopped. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    Deduplicator.on(Long.class)
        .keyedBy(number -> number % 1_000, Types.LONG)
        .within(Duration.ofHours(1))
        .build()
        .applyTo(
            env.fromSource(
                    new DataGeneratorSource<>(
                        number -> number,
                        Long.MAX_VALUE,
                        RateLimiterStrategy.perSecond(200),
                        Types.LONG),
                    WatermarkStrategy.noWatermarks(),
                    "numbers")
                .uid("numbers"),
            "deduplicate")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    env.executeAsync("uploaded");
  }
}
