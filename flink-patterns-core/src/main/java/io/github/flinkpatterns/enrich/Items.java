// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.state.Varint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Events by time; those of one moment in the order in which they came. */
final class Items<T> {

  private final List<Item<T>> list;
  private long heapBytes;

  Items() {
    this(0);
  }

  private Items(int capacity) {
    list = new ArrayList<>(capacity);
  }

  int size() {
    return list.size();
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  Item<T> get(int index) {
    return list.get(index);
  }

  /** Returns the time of the earliest; the end of time itself is never due. */
  long firstTime() {
    return list.isEmpty() ? KeyedLogic.NEVER : Math.min(list.get(0).time, KeyedLogic.NEVER - 1);
  }

  void add(Item<T> item) {
    int at = list.size();
    while (at > 0 && list.get(at - 1).time > item.time) {
      at--;
    }
    list.add(at, item);
    heapBytes += item.sizeInBytes();
  }

  void replace(int index, Item<T> item) {
    heapBytes += item.sizeInBytes() - list.set(index, item).sizeInBytes();
  }

  Item<T> removeFirst() {
    Item<T> first = list.remove(0);
    heapBytes -= first.sizeInBytes();
    return first;
  }

  /** Returns the index of the first item at or after {@code time}; the size if there is none. */
  int from(long time) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (list.get(middle).time < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int sizeInBytes() {
    return (int) Math.min(Integer.MAX_VALUE, 48 + heapBytes);
  }

  Items<T> copy(TypeSerializer<T> events) {
    Items<T> to = new Items<>(list.size());
    for (Item<T> item : list) {
      to.list.add(new Item<>(events.copy(item.event), item.time, item.bytes, item.matched));
    }
    to.heapBytes = heapBytes;
    return to;
  }

  /** Writes times as what they differ by from the one before. */
  void write(TypeSerializer<T> events, DataOutputView out) throws IOException {
    Varint.writeUnsigned(list.size(), out);
    long time = 0;
    for (Item<T> item : list) {
      Varint.writeSigned(item.time - time, out);
      time = item.time;
      Varint.writeUnsigned((long) item.bytes << 1 | (item.matched ? 1 : 0), out);
      events.serialize(item.event, out);
    }
  }

  static <T> Items<T> read(TypeSerializer<T> events, DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    Items<T> items = new Items<>(size);
    long time = 0;
    for (int i = 0; i < size; i++) {
      time += Varint.readSigned(in);
      long flags = Varint.readUnsigned(in);
      Item<T> item =
          new Item<>(events.deserialize(in), time, (int) (flags >>> 1), (flags & 1) != 0);
      items.list.add(item);
      items.heapBytes += item.sizeInBytes();
    }
    return items;
  }

  @Override
  public String toString() {
    return list.toString();
  }
}
