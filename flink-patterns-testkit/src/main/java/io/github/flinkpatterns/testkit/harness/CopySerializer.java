// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Lends the harness a {@link Copier}: the harness copies each output by the serializer it got. */
final class CopySerializer extends TypeSerializer<Object> {

  private static final long serialVersionUID = 1L;

  private final transient Copier copier;

  CopySerializer(Copier copier) {
    this.copier = copier;
  }

  @Override
  public Object copy(Object from) {
    return copier.copy(from);
  }

  @Override
  public Object copy(Object from, Object reuse) {
    return copier.copy(from);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<Object> duplicate() {
    return this;
  }

  @Override
  public Object createInstance() {
    throw onlyCopies();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Object value, DataOutputView target) {
    throw onlyCopies();
  }

  @Override
  public Object deserialize(DataInputView source) {
    throw onlyCopies();
  }

  @Override
  public Object deserialize(Object reuse, DataInputView source) {
    throw onlyCopies();
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) {
    throw onlyCopies();
  }

  @Override
  public TypeSerializerSnapshot<Object> snapshotConfiguration() {
    throw onlyCopies();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  private static UnsupportedOperationException onlyCopies() {
    return new UnsupportedOperationException("this serializer only copies");
  }
}
