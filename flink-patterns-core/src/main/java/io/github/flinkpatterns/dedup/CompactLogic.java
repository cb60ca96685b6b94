// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;

/** Keeps fingerprints of ids in hash tables. */
final class CompactLogic<E, I> extends PagedLogic<E, I, Page> {

  /** Slices in a horizon: 24 h gives slices of 5.3 s. */
  private static final int SLICES = 1 << 14;

  private final LayoutGuard guard;

  CompactLogic(
      KeySelector<E, I> id,
      IdHash hash,
      TypeInformation<I> idType,
      PagePlan plan,
      long within,
      long lateness,
      Outputs<E> outputs) {
    super(id, hash, Slices.of(within, SLICES, lateness), outputs);
    this.guard =
        new LayoutGuard(
            "compact("
                + idType
                + " ids, "
                + plan.pages()
                + " pages, slices of "
                + slices.length()
                + " ms)");
  }

  @Override
  public Page create() {
    return new Page();
  }

  @Override
  long find(long hash, long timestamp, Page page) {
    return page.find(Page.fingerprint(hash), timestamp, slices);
  }

  @Override
  void add(long hash, long timestamp, long passed, Page page, LogicContext<Integer, E> context) {
    page.add(Page.fingerprint(hash), slices.slice(timestamp), context.key(), passed, slices);
  }

  @Override
  long keptTimestamp(long slice) {
    return slices.start(slice);
  }

  @Override
  public void onDue(long due, Page page, LogicContext<Integer, E> context) {
    page.sweep(due, context.key(), slices);
  }

  @Override
  public long nextDue(Page page) {
    return page.due;
  }

  @Override
  public boolean isEmpty(Page page) {
    return page.size() == 0;
  }

  @Override
  public int sizeInBytes(Page page) {
    return page.sizeInBytes();
  }

  @Override
  public TypeSerializer<Page> stateSerializer(SerializerFactory serializers) {
    return new PageSerializer(guard);
  }
}
