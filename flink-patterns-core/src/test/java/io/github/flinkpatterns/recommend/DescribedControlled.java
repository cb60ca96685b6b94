// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** As {@link Described}, for a logic with controls. */
record DescribedControlled<K, IN, C, S, OUT>(
    ControlledLogic<K, IN, C, S, OUT> logic, Described<K, IN, S, OUT> described)
    implements ControlledLogic<K, IN, C, S, String> {

  DescribedControlled(ControlledLogic<K, IN, C, S, OUT> logic) {
    this(logic, new Described<>(logic));
  }

  @Override
  public void onControl(C control, long timestamp, S state, LogicContext<K, String> context)
      throws Exception {
    logic.onControl(control, timestamp, state, described.new Describing(context));
  }

  @Override
  public void onEvent(IN event, long timestamp, S state, LogicContext<K, String> context)
      throws Exception {
    described.onEvent(event, timestamp, state, context);
  }

  @Override
  public void onDue(long due, S state, LogicContext<K, String> context) throws Exception {
    described.onDue(due, state, context);
  }

  @Override
  public String name() {
    return logic.name();
  }

  @Override
  public S create() {
    return logic.create();
  }

  @Override
  public S adopt(S stored) {
    return logic.adopt(stored);
  }

  @Override
  public long nextDue(S state) {
    return logic.nextDue(state);
  }

  @Override
  public boolean isEmpty(S state) {
    return logic.isEmpty(state);
  }

  @Override
  public int sizeInBytes(S state) {
    return logic.sizeInBytes(state);
  }

  @Override
  public TypeSerializer<S> stateSerializer(SerializerFactory serializers) {
    return logic.stateSerializer(serializers);
  }

  @Override
  public TypeInformation<String> outputType() {
    return described.outputType();
  }
}
