// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.host.fast.SerializerConfigs;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The type of a message between the steps, with a serializer written by hand.
 *
 * @param <T> the message
 * @param <U> the user
 * @param <I> the item
 */
final class MessageType<T, U, I> extends TypeInformation<T> {

  /** Makes the serializer from those of the user and the item. */
  interface Maker<T, U, I> extends Serializable {
    TypeSerializer<T> make(TypeSerializer<U> user, TypeSerializer<I> item);
  }

  private final Class<T> type;
  private final TypeInformation<U> user;
  private final TypeInformation<I> item;
  private final Maker<T, U, I> maker;

  @SuppressWarnings("unchecked")
  MessageType(
      Class<?> type, TypeInformation<U> user, TypeInformation<I> item, Maker<T, U, I> maker) {
    this.type = (Class<T>) type;
    this.user = user;
    this.item = item;
    this.maker = maker;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return maker.make(user.createSerializer(config), item.createSerializer(config));
  }

  // Flink 1.20 asks by this method, Flink 2 has only the other.
  @SuppressWarnings("MissingOverride")
  public TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return createSerializer(SerializerConfigs.of(config));
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof MessageType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageType<?, ?, ?> that
        && type == that.type
        && user.equals(that.user)
        && item.equals(that.item);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, user, item);
  }

  @Override
  public String toString() {
    return type.getSimpleName() + "<" + user + ", " + item + ">";
  }
}
