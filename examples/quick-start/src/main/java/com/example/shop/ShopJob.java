// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import io.github.flinkpatterns.config.JobSettings;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Reads a file of payments and prints what the pipeline finds. */
public final class ShopJob {

  private ShopJob() {}

  /** Runs the job over the file that is named. */
  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      System.err.println("usage: ShopJob FILE, a file of lines id,customer,category,cents,time");
      System.exit(2);
    }
    // docs: begin job
    Configuration settings =
        JobSettings.exactlyOnce()
            .checkpoints(c -> c.every(Duration.ofSeconds(30)))
            .strictTypes() // nothing falls to Kryo
            .strictUids() // no state that a savepoint could lose
            .toConfiguration();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);

    DataStream<Payment> payments =
        env.fromSource(file(args[0]), WatermarkStrategy.noWatermarks(), "payments")
            .uid("payments")
            .map(Payment::parse, TypeInformation.of(Payment.class))
            .uid("parse")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Payment>forBoundedOutOfOrderness(Duration.ofMinutes(1))
                    .withTimestampAssigner((payment, none) -> payment.timeMillis()))
            .uid("event-time");

    ShopPipeline.over(payments).lines().print().setParallelism(1).uid("print");
    env.execute("shop");
    // docs: end job
  }

  private static FileSource<String> file(String path) {
    return FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(path)).build();
  }
}
