// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {

  @TempDir Path dir;

  private static Path complete(Path folder, long millis) throws IOException {
    Path metadata = Files.createDirectories(folder).resolve("_metadata");
    Files.setLastModifiedTime(Files.writeString(metadata, "all"), FileTime.fromMillis(millis));
    return folder;
  }

  @Test
  void goesOnFromWhatWasCompletedLast() throws Exception {
    assertThat(RunFolders.latest(dir.resolve("none"), null)).isNull();
    Path checkpoints = Files.createDirectories(dir.resolve("job/chk-9")).getParent();
    assertThat(RunFolders.latest(dir, dir.resolve("gone").toString())).isNull();
    complete(checkpoints.resolve("chk-7"), 7);
    Path last = complete(checkpoints.resolve("chk-8"), 8);
    assertThat(RunFolders.latest(dir, null)).isEqualTo(last);
    String older = complete(dir.resolve("savepoints/all/savepoint-1"), 6).toString();
    assertThat(RunFolders.latest(dir, older)).isEqualTo(last);
    String newer = complete(dir.resolve("savepoints/all/savepoint-2"), 9).toString();
    assertThat(RunFolders.latest(dir, newer)).isEqualTo(Path.of(newer));
  }

  @Test
  void checkpointsThatFlinkRemovesMeanwhileAreNoFault() throws Exception {
    Path last = complete(dir.resolve("job/chk-last"), Long.MAX_VALUE / 2_000_000);
    CompletableFuture<Void> flink =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 2_000; i++) {
                  Path folder = complete(dir.resolve("job/chk-" + i % 10), i);
                  Files.delete(folder.resolve("_metadata"));
                  Files.delete(folder);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    do {
      assertThat(RunFolders.latest(dir, null)).isEqualTo(last);
    } while (!flink.isDone());
    flink.join();
  }
}
