// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What the joins share: two sides, their state and its type. */
abstract class JoinLogic<L, R, K>
    implements ControlledLogic<K, L, R, JoinState<L, R>, Joined<L, R>> {

  final Inputs<L, R, K> inputs;
  private final String name;
  private final String joined;

  /**
   * Creates a logic.
   *
   * @param joined the counter of what is joined
   */
  JoinLogic(Inputs<L, R, K> inputs, String name, String joined) {
    this.inputs = inputs;
    this.name = name;
    this.joined = joined;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JoinState<L, R> create() {
    return new JoinState<>();
  }

  @Override
  public boolean isEmpty(JoinState<L, R> state) {
    return state.isEmpty();
  }

  @Override
  public int sizeInBytes(JoinState<L, R> state) {
    return state.sizeInBytes();
  }

  @Override
  public TypeSerializer<JoinState<L, R>> stateSerializer(SerializerFactory serializers) {
    return new JoinStateSerializer<>(
        inputs.left().open(serializers), inputs.right().open(serializers));
  }

  @Override
  public TypeInformation<Joined<L, R>> outputType() {
    return Joined.type(inputs.left().type, inputs.right().type);
  }

  @Override
  public List<String> counters() {
    List<String> counters = new ArrayList<>(inputs.left().counters());
    counters.addAll(inputs.right().counters());
    counters.add(joined);
    return counters;
  }

  /** Adds without overflow. */
  static long plus(long time, long millis) {
    return time > NEVER - millis ? NEVER : time + millis;
  }
}
