// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;

// docs: begin quiet-sensor
/** Reports the sensors that have been quiet for a while. The value: {the newest timestamp}. */
@SuppressWarnings("MissingOverride")
record QuietSensor(long quietMillis) implements KeyedLogic<String, Double, long[], String> {

  QuietSensor(Duration quiet) {
    this(Require.positiveMillis(quiet, "QuietSensor", "quiet"));
  }

  public String name() {
    return "QuietSensor";
  }

  public long[] create() {
    return new long[] {NEVER};
  }

  public void onEvent(Double reading, long time, long[] last, LogicContext<String, String> ctx) {
    last[0] = last[0] == NEVER ? time : Math.max(last[0], time);
  }

  public void onDue(long due, long[] last, LogicContext<String, String> ctx) {
    ctx.emit(ctx.key() + " is quiet since " + last[0]);
    last[0] = NEVER;
  }

  public long nextDue(long[] last) {
    return last[0] == NEVER ? NEVER : last[0] + quietMillis;
  }

  public boolean isEmpty(long[] last) {
    return last[0] == NEVER;
  }

  public int sizeInBytes(long[] last) {
    return 24;
  }

  public TypeSerializer<long[]> stateSerializer(SerializerFactory serializers) {
    return serializers.create(PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  public TypeInformation<String> outputType() {
    return Types.STRING;
  }
}
// docs: end quiet-sensor
