// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.profile.CategoryLookupTest.Look;
import io.github.flinkpatterns.profile.CategoryLookupTest.Product;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** Categories of a catalogue small enough for every subtask, by Flink's own broadcast state. */
class CategoryBroadcastTest {

  private static final MapStateDescriptor<String, String> CATALOGUE =
      new MapStateDescriptor<>("catalogue", Types.STRING, Types.STRING);

  private static final OutputTag<Look> UNKNOWN =
      new OutputTag<>("unknown", TypeInformation.of(Look.class));

  // docs: begin broadcast
  static final class CategoryOf
      extends KeyedBroadcastProcessFunction<String, Look, Product, Categorized<Look>> {

    @Override
    public void processElement(Look look, ReadOnlyContext context, Collector<Categorized<Look>> out)
        throws Exception {
      String category = context.getBroadcastState(CATALOGUE).get(look.item());
      if (category == null) {
        context.output(UNKNOWN, look);
      } else {
        out.collect(new Categorized<>(look, category, look.at()));
      }
    }

    @Override
    public void processBroadcastElement(
        Product product, Context context, Collector<Categorized<Look>> out) throws Exception {
      context.getBroadcastState(CATALOGUE).put(product.item(), product.category());
    }
  }

  // docs: end broadcast

  @Test
  void anEventGetsTheCategoryThatWasBroadcastBeforeItAlsoAfterRestoresAndRescaling() {
    Look early = new Look("ann", "a", 1);
    Look known = new Look("ann", "a", 3);
    Look other = new Look("bob", "a", 4);
    Look moved = new Look("ann", "a", 6);
    Scenario.of(new CategoryOf(), CATALOGUE)
        .keyedBy(Look::user, String.class)
        .event(early, 1)
        .expectSide(UNKNOWN, early)
        .secondEvent(new Product("a", "shoes"), 2)
        .event(known, 3)
        .event(other, 4)
        .expect(new Categorized<>(known, "shoes", 3), new Categorized<>(other, "shoes", 4))
        .secondEvent(new Product("a", "boots"), 5)
        .event(moved, 6)
        .expect(new Categorized<>(moved, "boots", 6))
        .verify(
            ExecutionMatrix.of(
                Cell.PLAIN,
                new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
                new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2))));
  }
}
