// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which changed entry is written next. */
@Tag("every-flink")
class SweepTest {

  private final DirtyList<Integer, String> dirty = new DirtyList<>();
  private final List<Entry<Integer, String>> entries = new ArrayList<>();

  SweepTest() {
    for (int key : List.of(3, 1, 2, 0)) {
      Entry<Integer, String> entry = new Entry<>(key, "");
      entries.add(entry);
      dirty.add(entry);
    }
  }

  private List<Integer> take(Sweep<Integer, String> sweep, int count) throws Exception {
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry<Integer, String> next = sweep.next(dirty);
      dirty.remove(next);
      keys.add(next.key);
    }
    return keys;
  }

  @Test
  void withAnOrderTheKeysDecide() throws Exception {
    // One key group, so that only the bytes count.
    assertThat(take(new Sweep<>(new KeyOrder<>(IntSerializer.INSTANCE, 1)), 4))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void withoutOneTheOldestGoesFirst() throws Exception {
    assertThat(take(new Sweep<>(null), 4)).containsExactly(3, 1, 2, 0);
  }

  @Test
  void whatChangesBehindTheSweepWaitsForTheNextOne() throws Exception {
    Sweep<Integer, String> sweep = new Sweep<>(new KeyOrder<>(IntSerializer.INSTANCE, 1));
    assertThat(take(sweep, 2)).containsExactly(0, 1);
    dirty.add(entries.get(3)); // key 0 again
    assertThat(take(sweep, 3)).containsExactly(2, 3, 0);
  }

  @Test
  void whatIsNoLongerChangedIsLeftOut() throws Exception {
    Sweep<Integer, String> sweep = new Sweep<>(new KeyOrder<>(IntSerializer.INSTANCE, 1));
    assertThat(take(sweep, 1)).containsExactly(0);
    dirty.remove(entries.get(1)); // key 1 was evicted or dropped
    assertThat(take(sweep, 2)).containsExactly(2, 3);
  }
}
