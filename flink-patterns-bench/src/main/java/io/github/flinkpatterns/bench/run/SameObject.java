// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Keeps the harness from copying what comes out, with Kryo, on the clock of the operator. */
final class SameObject<T> extends TypeSerializer<T> {

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public T createInstance() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void serialize(T record, DataOutputView target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public T deserialize(DataInputView source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public T deserialize(T reuse, DataInputView source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SameObject;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw new UnsupportedOperationException();
  }
}
