// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells when a user has been idle for some time; keeps the due moment alone. */
final class IdleLogic implements KeyedLogic<String, Visit, long[], Long> {

  private final long pause;

  IdleLogic(long pause) {
    this.pause = pause;
  }

  @Override
  public String name() {
    return "Idle";
  }

  @Override
  public long[] create() {
    return new long[] {NEVER};
  }

  @Override
  public void onEvent(Visit visit, long time, long[] due, LogicContext<String, Long> context) {
    due[0] = time + pause;
  }

  @Override
  public void onDue(long moment, long[] due, LogicContext<String, Long> context) {
    context.emit(moment);
    due[0] = NEVER;
  }

  @Override
  public long nextDue(long[] due) {
    return due[0];
  }

  @Override
  public boolean isEmpty(long[] due) {
    return due[0] == NEVER;
  }

  @Override
  public int sizeInBytes(long[] due) {
    return 24;
  }

  @Override
  public TypeSerializer<long[]> stateSerializer(SerializerFactory serializers) {
    return serializers.create(PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public TypeInformation<Long> outputType() {
    return Types.LONG;
  }
}
