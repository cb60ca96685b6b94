// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.Arrays;

/**
 * The categories of one key in order of rank: highest score first, equal scores by name. So the top
 * is a prefix, and an event moves one category by a few places.
 *
 * <p>Decayed scores are kept on the scale of a landmark in the past, on which they only grow: time
 * passing changes no rank.
 */
final class Categories {

  private static final int BYTES_EACH = 4 + 4 + 8 * 4 + 56;

  int size;
  String[] names = new String[2];
  // Comparing an int array first keeps the search for a name out of the strings.
  private int[] hashes = new int[2];
  double[] scores = new double[2];
  double[] errors = new double[2];
  long[] events = new long[2];

  /** The scores last emitted; only a threshold needs them. */
  double[] sent = new double[2];

  private int characters;

  int find(String name) {
    int hash = name.hashCode();
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash && names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Appends a category at the last rank, with the score 0, and returns its index. */
  int append(String name) {
    if (size == names.length) {
      int length = size * 2;
      names = Arrays.copyOf(names, length);
      hashes = Arrays.copyOf(hashes, length);
      scores = Arrays.copyOf(scores, length);
      errors = Arrays.copyOf(errors, length);
      events = Arrays.copyOf(events, length);
      sent = Arrays.copyOf(sent, length);
    }
    int index = size++;
    names[index] = name;
    hashes[index] = name.hashCode();
    scores[index] = 0;
    errors[index] = 0;
    events[index] = 0;
    sent[index] = 0;
    characters += name.length();
    return index;
  }

  /** Drops the categories from the rank {@code newSize} on. */
  void truncate(int newSize) {
    while (size > newSize) {
      size--;
      characters -= names[size].length();
      names[size] = "";
    }
  }

  /** Brings a category whose score has changed to its rank, and returns its index there. */
  int settle(int index) {
    int at = index;
    while (at > 0 && ranksBefore(at, at - 1)) {
      swap(at, --at);
    }
    while (at < size - 1 && ranksBefore(at + 1, at)) {
      swap(at, ++at);
    }
    return at;
  }

  /** Multiplies every score by {@code factor}; ranks change only where the smallest round off. */
  void scale(double factor) {
    for (int i = 0; i < size; i++) {
      scores[i] *= factor;
      errors[i] *= factor;
    }
    for (int i = 1; i < size; i++) {
      int at = i;
      while (at > 0 && ranksBefore(at, at - 1)) {
        swap(at, --at);
      }
    }
  }

  private boolean ranksBefore(int a, int b) {
    return scores[a] > scores[b] || (scores[a] == scores[b] && names[a].compareTo(names[b]) < 0);
  }

  private void swap(int a, int b) {
    String name = names[a];
    names[a] = names[b];
    names[b] = name;
    int hash = hashes[a];
    hashes[a] = hashes[b];
    hashes[b] = hash;
    long count = events[a];
    events[a] = events[b];
    events[b] = count;
    swap(scores, a, b);
    swap(errors, a, b);
    swap(sent, a, b);
  }

  private static void swap(double[] array, int a, int b) {
    double value = array[a];
    array[a] = array[b];
    array[b] = value;
  }

  int sizeInBytes() {
    return 160 + names.length * BYTES_EACH + characters;
  }

  Categories copy() {
    Categories to = new Categories();
    to.size = size;
    to.names = names.clone();
    to.hashes = hashes.clone();
    to.scores = scores.clone();
    to.errors = errors.clone();
    to.events = events.clone();
    to.sent = sent.clone();
    to.characters = characters;
    return to;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      text.append(names[i]).append('=').append(scores[i]).append("+-").append(errors[i]);
      text.append(" of ").append(events[i]).append(" sent ").append(sent[i]).append("; ");
    }
    return text.append(']').toString();
  }
}
