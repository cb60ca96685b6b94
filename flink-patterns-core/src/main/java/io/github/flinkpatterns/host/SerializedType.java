// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.host.fast.SerializerConfigs;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Gives Flink the type of a value whose serializer is written by hand, so that nothing has to be
 * guessed by reflection and nothing falls back to Kryo.
 *
 * @param <T> the value
 */
public final class SerializedType<T> extends TypeInformation<T> {

  /**
   * Makes the serializer from those of the types it is composed of, in the order they were given.
   *
   * @param <T> the value
   */
  @FunctionalInterface
  public interface Maker<T>
      extends Function<TypeSerializer<?>[], TypeSerializer<T>>, Serializable {}

  private final Class<T> type;
  private final List<TypeInformation<?>> parts;
  private final Maker<T> maker;

  // What two types with the same parts differ in; a lambda has no equality of its own.
  private final Object identity;

  @SuppressWarnings("unchecked")
  private SerializedType(
      Class<? super T> type, List<TypeInformation<?>> parts, Maker<T> maker, Object identity) {
    this.type = (Class<T>) type;
    this.parts = parts;
    this.maker = maker;
    this.identity = identity;
  }

  /** Returns the type of {@code type}, written by {@code serializer}. */
  public static <T> SerializedType<T> of(Class<? super T> type, TypeSerializer<T> serializer) {
    return new SerializedType<>(type, List.of(), parts -> serializer.duplicate(), serializer);
  }

  /**
   * Returns the type of {@code type}, composed of {@code parts}. Two such types are equal if class
   * and parts are.
   */
  public static <T> SerializedType<T> of(
      Class<? super T> type, Maker<T> maker, TypeInformation<?>... parts) {
    return new SerializedType<>(type, List.of(parts), maker, type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return maker.apply(
        parts.stream()
            .map(part -> part.createSerializer(config))
            .toArray(TypeSerializer<?>[]::new));
  }

  /** What Flink 1.20 calls; later versions have only the other form. */
  public TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return createSerializer(SerializerConfigs.of(config));
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
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return type.getSimpleName() + (parts.isEmpty() ? "" : parts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SerializedType<?> that
        && type == that.type
        && parts.equals(that.parts)
        && identity.equals(that.identity);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, parts, identity);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SerializedType;
  }
}
