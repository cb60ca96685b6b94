// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.generate.Delivery;
import io.github.flinkpatterns.examples.input.TestFiles;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorefrontJobTest {

  @TempDir Path dir;

  private Path run(String output, Object... more) {
    Path folder = dir.resolve(output);
    List<Object> arguments = new ArrayList<>(List.of("storefront", "--output", folder));
    arguments.addAll(List.of(more));
    JobRun run = JobRun.of(arguments.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  private static String view(String event, long time) {
    return "{\"eventId\":\""
        + event
        + "\",\"userId\":\"u\",\"itemId\":\"i\",\"category\":\"c\",\"type\":\"view\","
        + "\"timestampMillis\":"
        + time
        + "}";
  }

  @Test
  void tellsLateEventsFromRepeatedOnes() throws IOException {
    List<String> lines =
        List.of(
            view("e1", 1_000_000),
            view("e2", 1_060_000),
            view("e3", 1_000_000), // exactly as late as allowed
            view("e4", 999_999), // one millisecond more
            view("e4", 999_999), // and once more
            view("e1", 1_000_000), // repeated in time
            view("e5", 90_000_000),
            view("e2", 1_060_000)); // repeated a day later
    Path file = TestFiles.plain(dir.resolve("in.jsonl"), lines);
    for (int parallelism : new int[] {1, 3}) {
      Path output = run("out" + parallelism, "--input", file, "--parallelism", parallelism);
      assertThat(JobRun.lines(output, "sessions"))
          .containsExactly(
              "{\"key\":\"u\",\"startMillis\":1000000,\"endMillis\":1060000,\"events\":3,"
                  + "\"counts\":{\"view\":3},\"closeReason\":\"inactivity\"}",
              "{\"key\":\"u\",\"startMillis\":90000000,\"endMillis\":90000000,\"events\":1,"
                  + "\"counts\":{\"view\":1},\"closeReason\":\"inactivity\"}");
      assertThat(JobRun.lines(output, "late")).containsExactly(view("e4", 999_999));
      assertThat(JobRun.lines(output, "duplicates"))
          .containsExactly(
              "{\"eventId\":\"e1\",\"userId\":\"u\",\"timestampMillis\":1000000,\"repetition\":1}",
              "{\"eventId\":\"e2\",\"userId\":\"u\",\"timestampMillis\":1060000,\"repetition\":1}",
              "{\"eventId\":\"e4\",\"userId\":\"u\",\"timestampMillis\":999999,\"repetition\":1}");
    }
  }

  @Test
  void theGeneratorKeepsItsPromises() {
    Set<String> ids = new HashSet<>();
    Set<EventType> types = new HashSet<>();
    long latest = 0;
    for (Delivery delivery : (Iterable<Delivery>) () -> new StoreGenerator(30_000, 2)) {
      StoreEvent event = null;
      try {
        event = new StoreEventParser().parse(delivery.line());
      } catch (UnreadableLineException e) {
        assertThat(delivery.kind()).isEqualTo(Delivery.Kind.MALFORMED);
      }
      if (event != null) {
        assertThat(delivery.kind())
            .isEqualTo(ids.add(event.eventId()) ? Delivery.Kind.FIRST : Delivery.Kind.REPEATED);
        assertThat(event.userId()).isEqualTo(delivery.key());
        assertThat(event.timestampMillis()).isEqualTo(delivery.timestampMillis());
        if (delivery.kind() == Delivery.Kind.FIRST) {
          assertThat(event.timestampMillis()).isGreaterThanOrEqualTo(latest - 45_000);
        }
        latest = Math.max(latest, event.timestampMillis());
        types.add(event.type());
      }
    }
    assertThat(types).containsExactlyInAnyOrder(EventType.values());
  }
}
