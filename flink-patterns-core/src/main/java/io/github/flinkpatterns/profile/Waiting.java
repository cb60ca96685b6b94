// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What events say that wait for the watermark, in event-time order; equal timestamps by content, so
 * that the order of arrival shows nowhere.
 */
final class Waiting {

  private static final int BYTES_EACH = 48;

  /** What one event says: all that a profile needs of it. */
  static final class Said {

    final long timestamp;
    final @Nullable String category;
    final @Nullable String type;

    /** One bit for each feature that the event speaks to. */
    final long taken;

    /** What it says to each feature. */
    final long[] inputs;

    Said(
        long timestamp,
        @Nullable String category,
        @Nullable String type,
        long taken,
        long[] inputs) {
      this.timestamp = timestamp;
      this.category = category;
      this.type = type;
      this.taken = taken;
      this.inputs = inputs;
    }

    private int compareTo(Said that) {
      int order = Long.compare(timestamp, that.timestamp);
      order = order != 0 ? order : compare(category, that.category);
      order = order != 0 ? order : compare(type, that.type);
      order = order != 0 ? order : Long.compare(taken, that.taken);
      return order != 0 ? order : Arrays.compare(inputs, that.inputs);
    }

    private static int compare(@Nullable String a, @Nullable String b) {
      if (a == null || b == null) {
        return a == null ? b == null ? 0 : -1 : 1;
      }
      return a.compareTo(b);
    }

    @Override
    public String toString() {
      return timestamp
          + " "
          + category
          + " "
          + type
          + " "
          + Long.toHexString(taken)
          + " "
          + Arrays.toString(inputs);
    }
  }

  private static final Said[] EMPTY = {};

  private @Nullable Said[] said = EMPTY;
  private int first;
  private int end;

  int size() {
    return end - first;
  }

  @SuppressWarnings("NullAway") // filled from first to end
  Said get(int index) {
    return said[first + index];
  }

  void add(Said event) {
    if (end == said.length) {
      int size = size();
      @Nullable Said[] to = size * 2 > said.length || size == 0 ? newArray(size) : said;
      System.arraycopy(said, first, to, 0, size);
      Arrays.fill(to, size, to.length, null);
      said = to;
      first = 0;
      end = size;
    }
    int place = end;
    while (place > first && get(place - 1 - first).compareTo(event) > 0) {
      said[place] = said[place - 1];
      place--;
    }
    said[place] = event;
    end++;
  }

  private static @Nullable Said[] newArray(int size) {
    return new Said[Math.max(4, size * 2)];
  }

  Said poll() {
    Said next = get(0);
    said[first++] = null;
    if (first == end) {
      said = EMPTY;
      first = 0;
      end = 0;
    }
    return next;
  }

  /** Returns the same events, speaking to other features. */
  Waiting alignedTo(int[] oldIds, int[] newIds) {
    Waiting to = new Waiting();
    for (int e = 0; e < size(); e++) {
      Said from = get(e);
      long taken = 0;
      long[] inputs = new long[newIds.length];
      for (int i = 0; i < newIds.length; i++) {
        for (int j = 0; j < oldIds.length; j++) {
          if (newIds[i] == oldIds[j] && (from.taken >>> j & 1) != 0) {
            taken |= 1L << i;
            inputs[i] = from.inputs[j];
          }
        }
      }
      to.add(new Said(from.timestamp, from.category, from.type, taken, inputs));
    }
    return to;
  }

  int sizeInBytes() {
    return 40 + said.length * 4 + (size() == 0 ? 0 : size() * (BYTES_EACH + inputBytes()));
  }

  private int inputBytes() {
    return 16 + get(0).inputs.length * 8;
  }

  Waiting copy() {
    Waiting to = new Waiting();
    to.said = size() == 0 ? EMPTY : Arrays.copyOfRange(said, first, end);
    to.end = size();
    return to;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size(); i++) {
      text.append(get(i)).append("; ");
    }
    return text.append(']').toString();
  }
}
