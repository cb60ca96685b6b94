// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import com.google.common.collect.ImmutableList;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;

/** Keeps ids in Bloom filters, one or more for each slice of the horizon. */
final class ApproximateLogic<E, I> extends PagedLogic<E, I, Filters> {

  private static final String OVERFULL = "overfullFilters";

  private final FilterPlan filters;
  private final LayoutGuard guard;

  ApproximateLogic(
      KeySelector<E, I> id,
      IdHash hash,
      TypeInformation<I> idType,
      PagePlan plan,
      FilterPlan filters,
      long within,
      long lateness,
      Outputs<E> outputs) {
    super(id, hash, Slices.of(within, FilterPlan.SLICES, lateness), outputs);
    this.filters = filters;
    this.guard =
        new LayoutGuard(
            "approximate("
                + idType
                + " ids, "
                + plan.pages()
                + " pages, slices of "
                + slices.length()
                + " ms)");
  }

  @Override
  public Filters create() {
    return new Filters(1);
  }

  @Override
  long find(long hash, long timestamp, Filters page) {
    return page.find(hash, timestamp, slices);
  }

  @Override
  void add(long hash, long timestamp, long passed, Filters page, LogicContext<Integer, E> context) {
    if (page.add(hash, slices.slice(timestamp), filters)) {
      context.count(OVERFULL);
    }
  }

  @Override
  long keptTimestamp(long slice) {
    return Duplicate.UNKNOWN;
  }

  @Override
  public void onDue(long due, Filters page, LogicContext<Integer, E> context) {
    page.forget(due, slices);
  }

  @Override
  public long nextDue(Filters page) {
    return page.list.isEmpty() ? NEVER : slices.over(page.list.get(0).slice);
  }

  @Override
  public boolean isEmpty(Filters page) {
    return page.list.isEmpty();
  }

  @Override
  public int sizeInBytes(Filters page) {
    return page.sizeInBytes(filters);
  }

  @Override
  public TypeSerializer<Filters> stateSerializer(SerializerFactory serializers) {
    return new FiltersSerializer(guard);
  }

  @Override
  public List<String> counters() {
    return ImmutableList.<String>builder().addAll(Outputs.COUNTERS).add(OVERFULL).build();
  }
}
