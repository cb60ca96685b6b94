// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/**
 * The rows as they are, which tell what they hold when they are forgotten: at the end of a job.
 *
 * @param masses whether to tell the sum of weights, evicted ones too, in place of the neighbours
 */
record RowsAtTheEnd(RowLogic<String, String> logic, boolean masses)
    implements KeyedLogic<String, RowMessage<String, String>, ItemRow<String>, String> {

  @Override
  public String name() {
    return logic.name();
  }

  @Override
  public ItemRow<String> create() {
    return logic.create();
  }

  @Override
  public void onEvent(
      RowMessage<String, String> message,
      long timestamp,
      ItemRow<String> row,
      LogicContext<String, String> context) {
    logic.onEvent(message, timestamp, row, new Silent(context));
  }

  @Override
  public void onDue(long due, ItemRow<String> row, LogicContext<String, String> context) {
    Map<String, Double> neighbours = new TreeMap<>();
    for (int k = 0; k < row.size; k++) {
      neighbours.put(row.item(k), row.weights[k]);
    }
    double sum = row.evicted + neighbours.values().stream().mapToDouble(w -> w).sum();
    context.emit(context.key() + " " + row.count + " " + (masses ? sum : neighbours));
    logic.onDue(due, row, new Silent(context));
  }

  @Override
  public long nextDue(ItemRow<String> row) {
    return logic.nextDue(row);
  }

  @Override
  public boolean isEmpty(ItemRow<String> row) {
    return logic.isEmpty(row);
  }

  @Override
  public int sizeInBytes(ItemRow<String> row) {
    return logic.sizeInBytes(row);
  }

  @Override
  public TypeSerializer<ItemRow<String>> stateSerializer(SerializerFactory serializers) {
    return logic.stateSerializer(serializers);
  }

  @Override
  public TypeInformation<String> outputType() {
    return Types.STRING;
  }

  /** Swallows answers. */
  private record Silent(LogicContext<String, String> context)
      implements LogicContext<String, RowReply<String, String>> {
    @Override
    public String key() {
      return context.key();
    }

    @Override
    public void emit(RowReply<String, String> value) {}

    @Override
    public <X> void emit(OutputTag<X> output, X value) {
      context.emit(output, value);
    }

    @Override
    public long watermark() {
      return context.watermark();
    }

    @Override
    public long processingTime() {
      return context.processingTime();
    }

    @Override
    public void count(String name) {
      context.count(name);
    }
  }
}
