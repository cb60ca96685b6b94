// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of a page against a map, and what is written against what is read. */
class PageTest {

  private static final long FINGERPRINTS = 1L << 48;
  private static final Slices SLICES = Slices.of(1_000, 1 << 14, 0);
  private static final PageSerializer SERIALIZER = new PageSerializer(new LayoutGuard(""));

  private static Page read(byte[] bytes) throws IOException {
    return SERIALIZER.deserialize(new DataInputDeserializer(bytes));
  }

  private static byte[] write(Page page) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    SERIALIZER.serialize(page, out);
    return out.getCopyOfBuffer();
  }

  /** A fingerprint: anywhere, or close to the largest, where the table ends. */
  private static long fingerprint(Random random, boolean atTheEnd) {
    return atTheEnd ? FINGERPRINTS - 1 - random.nextInt(500) : random.nextLong() >>> 16 | 1;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPageFindsWhatAMapFindsThroughGrowthSweepAndRestart(boolean atTheEnd) throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Map<Long, List<Long>> kept = new HashMap<>();
      Page page = new Page();
      long watermark = 0;
      for (int step = 0; step < 600; step++) {
        long at = watermark + 1 + random.nextInt(500);
        long fingerprint = fingerprint(random, atTheEnd);
        List<Long> covering =
            kept.getOrDefault(fingerprint, List.of()).stream()
                .filter(slice -> SLICES.covers(slice, at))
                .toList();
        assertThat(page.find(fingerprint, at, SLICES))
            .as("seed %s, step %s", seed, step)
            .isIn(covering.isEmpty() ? List.of(Slices.NONE) : covering);
        if (covering.isEmpty()) {
          kept.computeIfAbsent(fingerprint, f -> new ArrayList<>()).add(at);
          page.add(fingerprint, at, 3, watermark, SLICES);
        }
        if (step % 97 == 0) {
          watermark += random.nextInt(900);
          long passed = watermark;
          page.sweep(passed, 3, SLICES);
          kept.values().forEach(s -> s.removeIf(slice -> SLICES.over(slice) <= passed));
        }
        if (step % 41 == 0) {
          page = read(write(page.copy()));
        }
        assertThat(page.size()).isEqualTo(kept.values().stream().mapToInt(List::size).sum());
      }
    }
  }

  @Test
  void theSameIdKeptAgainAndAgainFitsAtTheEndOfTheTable() throws IOException {
    Page page = new Page();
    for (int i = 0; i < 300; i++) {
      page.add(FINGERPRINTS - 1, i * 2_000L, 3, 0, SLICES);
    }
    Page restored = read(write(page));
    for (int i = 0; i < 300; i++) {
      assertThat(restored.find(FINGERPRINTS - 1, i * 2_000L + 500, SLICES)).isEqualTo(i * 2_000L);
    }
    assertThat(page.isWide()).isTrue();
    page.sweep(570_000, 3, SLICES);
    assertThat(page.isWide()).isFalse();
    assertThat(page.find(FINGERPRINTS - 1, 590_500, SLICES)).isEqualTo(590_000);
  }

  @Test
  void entriesAreReadInAnyOrder() throws IOException {
    Page page = new Page();
    for (int i = 1; i <= 200; i++) {
      page.add(Page.fingerprint(i * 0x9E3779B97F4A7C15L), i, 3, 0, SLICES);
    }
    byte[] bytes = write(page);
    byte[] reversed = bytes.clone();
    int first = bytes.length - 200 * Long.BYTES;
    for (int i = 0; i < 200; i++) {
      System.arraycopy(bytes, first + i * 8, reversed, first + (199 - i) * 8, Long.BYTES);
    }
    assertThat(reversed).isNotEqualTo(bytes);
    assertThat(write(read(reversed))).isEqualTo(bytes);
    assertThat(read(reversed)).hasToString(page.toString());
  }
}
