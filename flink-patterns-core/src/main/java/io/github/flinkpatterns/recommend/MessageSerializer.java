// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.VersionedSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Writes what goes between the steps, and what leaves. Such values never change once made, so they
 * are not copied; users and items must not change either, being keys.
 */
abstract class MessageSerializer<T, U, I> extends VersionedSerializer<T> {

  final Wire<U, I> items;

  MessageSerializer(TypeSerializer<U> user, TypeSerializer<I> item) {
    super(1, user, item);
    items = new Wire<>(user, item);
  }

  @Override
  public final T copy(T from) {
    return from;
  }
}
