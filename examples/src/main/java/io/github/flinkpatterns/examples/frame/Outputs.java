// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.nio.file.Path;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;

/** Writes a job's streams, each into its own folder, exactly once. */
public final class Outputs {

  private final Path folder;

  Outputs(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a stream as JSON Lines. A file gets its final name, which ends in {@code .jsonl}, when
   * the checkpoint that covers it is complete.
   *
   * @param records the records
   * @param stream the folder's name, and the sink's uid
   */
  public <R> void write(DataStream<R> records, String stream) {
    FileSink<R> sink =
        FileSink.forRowFormat(
                new org.apache.flink.core.fs.Path(folder.resolve(stream).toUri()),
                new JsonLines<R>())
            .withBucketAssigner(new BasePathBucketAssigner<>())
            .withOutputFileConfig(
                OutputFileConfig.builder().withPartPrefix("part").withPartSuffix(".jsonl").build())
            .build();
    records.sinkTo(sink).name(stream).uid("write-" + stream);
  }
}
