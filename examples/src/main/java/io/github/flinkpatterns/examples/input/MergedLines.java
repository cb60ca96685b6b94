// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads several inputs as one sequence: always from the input that is least far in event time. So
 * the files of several days or several servers come out aligned, whatever their names, and no file
 * is late because of another one.
 */
final class MergedLines<T extends Timestamped> implements Closeable {

  /** Files beyond this number are closed and reopened where they were left. */
  private static final int MAX_OPEN = 64;

  private final List<LineInput> inputs;
  private final List<LineParser<T>> parsers;
  private final Progress[] progress;
  private final PriorityQueue<Integer> unfinished;
  private final Map<Integer, LineCursor> open = new LinkedHashMap<>(16, 0.75f, true);
  private volatile long accepted;
  private volatile long rejected;

  MergedLines(List<LineInput> inputs, LineParser<T> parser, LineSplit from) {
    this.inputs = inputs;
    this.parsers = inputs.stream().map(parser::of).toList();
    this.progress = from.inputs().toArray(new Progress[0]);
    if (progress.length != inputs.size()) {
      throw new IllegalStateException(
          "the checkpoint was taken with "
              + progress.length
              + " inputs, but this job has "
              + inputs.size());
    }
    this.accepted = from.accepted();
    this.rejected = from.rejected();
    this.unfinished =
        new PriorityQueue<>(
            Comparator.<Integer>comparingLong(input -> progress[input].maxTimestampMillis())
                .thenComparing(Comparator.naturalOrder()));
    for (int input = 0; input < progress.length; input++) {
      if (!progress[input].finished()) {
        unfinished.add(input);
      }
    }
  }

  /** Returns the next line, null after the last line of all inputs. */
  @Nullable Line<T> next() throws IOException {
    while (true) {
      Integer input = unfinished.poll();
      if (input == null) {
        return null;
      }
      Line<T> line = next(input);
      if (line != null) {
        unfinished.add(input);
        return line;
      }
    }
  }

  private @Nullable Line<T> next(int input) throws IOException {
    Progress before = progress[input];
    LineCursor cursor = null;
    RawLine raw;
    try {
      cursor = cursor(input);
      raw = cursor.next();
    } catch (IOException e) {
      // Not its cause: the innermost cause is what a user sees, and it must name the file.
      IOException named =
          new IOException(
              inputs.get(input).name()
                  + " cannot be read behind line "
                  + before.lines()
                  + ": "
                  + e);
      named.addSuppressed(e);
      throw named;
    }
    if (raw == null) {
      open.remove(input);
      cursor.close();
      progress[input] =
          new Progress(before.position(), before.lines(), before.maxTimestampMillis(), true);
      return null;
    }
    long number = before.lines() + 1;
    long max = before.maxTimestampMillis();
    Line<T> line = parsed(input, number, raw);
    T event = line.event();
    if (event != null) {
      max = Math.max(max, event.timestampMillis());
    }
    progress[input] = new Progress(cursor.position(), number, max, false);
    return line;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
  private Line<T> parsed(int input, long number, RawLine raw) {
    String reason = raw.problem();
    if (reason == null) {
      try {
        T event = parsers.get(input).parse(raw.text());
        accepted++;
        return new Line<>(event, null);
      } catch (UnreadableLineException e) {
        reason = e.reason();
      }
    }
    rejected++;
    return new Line<>(null, RejectedLine.of(inputs.get(input).name(), number, reason, raw.text()));
  }

  private LineCursor cursor(int input) throws IOException {
    LineCursor cursor = open.get(input);
    if (cursor == null) {
      cursor = inputs.get(input).open(progress[input].position());
      open.put(input, cursor);
      if (open.size() > MAX_OPEN) {
        Iterator<LineCursor> eldest = open.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
    }
    return cursor;
  }

  /**
   * Returns the greatest event time that every unfinished input has reached, {@link Long#MIN_VALUE}
   * before that, and {@link Long#MAX_VALUE} after the last line.
   */
  long reachedMillis() {
    Integer least = unfinished.peek();
    return least == null ? Long.MAX_VALUE : progress[least].maxTimestampMillis();
  }

  LineSplit position() {
    return new LineSplit(List.of(progress), accepted, rejected);
  }

  long accepted() {
    return accepted;
  }

  long rejected() {
    return rejected;
  }

  @Override
  public void close() throws IOException {
    for (LineCursor cursor : new ArrayList<>(open.values())) {
      cursor.close();
    }
    open.clear();
  }
}
