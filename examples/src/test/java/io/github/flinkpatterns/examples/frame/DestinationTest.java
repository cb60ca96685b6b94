// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.storefront.StorefrontJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DestinationTest {

  private static final Map<String, Map<String, List<String>>> SEEN = new ConcurrentHashMap<>();

  @TempDir Path dir;

  /** Keeps the lines of every stream in memory. */
  private record Memory(String run) implements Destination {

    @Override
    public void add(DataStream<String> lines, String stream) {
      String name = run;
      SEEN.computeIfAbsent(name, key -> new ConcurrentSkipListMap<>())
          .put(stream, new CopyOnWriteArrayList<>());
      lines
          .map(
              line -> {
                SEEN.getOrDefault(name, Map.of()).getOrDefault(stream, List.of()).add(line);
                return line;
              })
          .returns(Types.STRING)
          .uid("remember-" + stream)
          .sinkTo(new DiscardingSink<>())
          .uid("forget-" + stream);
    }
  }

  private static final class Tapped extends StorefrontJob {

    private final Memory memory;

    Tapped(Memory memory) {
      this.memory = memory;
    }

    @Override
    protected List<Destination> taps() {
      return List.of(memory);
    }
  }

  @Test
  void aTapSeesEveryLineOfEveryStreamThatTheFilesGet() throws IOException {
    JobRun run =
        JobRun.of(
            new CommandLine(new Tapped(new Memory(dir.toString()))),
            "--events=3000",
            "--output=" + dir);
    assertThat(run.exit()).isZero();
    Map<String, List<String>> seen =
        SEEN.getOrDefault(dir.toString(), Map.of()).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> entry.getValue().stream().sorted().toList()));
    assertThat(seen).isEqualTo(JobRun.everything(dir));
    assertThat(seen.get("sessions")).isNotEmpty();
  }
}
