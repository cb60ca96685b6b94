// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.nio.file.Path;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;

/**
 * Writes each stream into its own folder, exactly once. A file gets its final name, which ends in
 * {@code .jsonl}, when the checkpoint that covers it is complete.
 */
final class FileDestination implements Destination {

  private final Path folder;

  FileDestination(Path folder) {
    this.folder = folder;
  }

  @Override
  public void add(DataStream<String> lines, String stream) {
    FileSink<String> sink =
        FileSink.forRowFormat(
                new org.apache.flink.core.fs.Path(folder.resolve(stream).toUri()),
                new SimpleStringEncoder<String>())
            .withBucketAssigner(new BasePathBucketAssigner<>())
            .withOutputFileConfig(
                OutputFileConfig.builder().withPartPrefix("part").withPartSuffix(".jsonl").build())
            .build();
    lines.sinkTo(sink).name(stream).uid("write-" + stream);
  }
}
