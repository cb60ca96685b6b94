// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What each pattern finds in all events of one key, sorted: programs that look at the whole list,
 * and share nothing with the logics.
 */
final class BatchPatterns {

  /** An event at its time. */
  record At(Act act, long time) {}

  /** A match or a near miss: its start, its end or deadline, and the times of its events. */
  record Found(boolean match, long start, long end, List<Long> times) {}

  private BatchPatterns() {}

  private static Found match(List<At> all, List<Integer> at) {
    List<Long> times = at.stream().map(i -> all.get(i).time()).toList();
    return new Found(true, times.get(0), times.get(times.size() - 1), times);
  }

  /**
   * Near misses of a run: the events at {@code members} leave one by one when they are {@code w}
   * old, unless something at {@code clears} (or {@code most} newer members) came before.
   */
  private static List<Found> nearMisses(
      List<At> all, List<Integer> members, Set<Integer> clears, int most, long w, int from) {
    List<Found> found = new ArrayList<>();
    int reported = -1;
    for (int i = 0; i < members.size(); i++) {
      int a = members.get(i);
      long end = all.get(a).time() + w;
      boolean cleared = clears.stream().anyMatch(c -> c >= a && all.get(c).time() < end);
      List<Integer> rest =
          members.subList(i, members.size()).stream().filter(m -> all.get(m).time() < end).toList();
      int newest = rest.get(rest.size() - 1);
      if (!cleared && rest.size() <= most && newest > reported && rest.size() >= from) {
        List<Long> times = rest.stream().map(m -> all.get(m).time()).toList();
        found.add(new Found(false, times.get(0), end, times));
        reported = newest;
      }
    }
    return found;
  }

  private static List<Integer> positions(List<At> all, Predicate<Act> of) {
    return IntStream.range(0, all.size()).filter(i -> of.test(all.get(i).act())).boxed().toList();
  }

  /** Runs of n members in w, none of them in two; a position in {@code breaks} begins anew. */
  private static List<Found> counted(
      List<At> all, List<Integer> members, Set<Integer> breaks, int n, long w, int from) {
    List<Found> found = new ArrayList<>();
    Set<Integer> clears = new HashSet<>(breaks);
    int usable = 0;
    for (int j = 0; j < members.size(); j++) {
      int first = j - n + 1;
      if (first < usable) {
        continue;
      }
      List<Integer> run = members.subList(first, j + 1);
      boolean broken = breaks.stream().anyMatch(b -> b > run.get(0) && b <= run.get(n - 1));
      if (!broken && all.get(run.get(n - 1)).time() - all.get(run.get(0)).time() < w) {
        found.add(match(all, run));
        clears.add(run.get(n - 1));
        usable = j + 1;
      }
    }
    found.addAll(nearMisses(all, members, clears, Integer.MAX_VALUE, w, from));
    return found;
  }

  static List<Found> bruteForce(List<At> all, int n, long w, int from) {
    Set<Integer> successes = new HashSet<>(positions(all, act -> act.is("ok")));
    return counted(all, positions(all, act -> act.is("fail")), successes, n, w, from);
  }

  static List<Found> failsThenSuccess(List<At> all, int n, long w, int from) {
    List<Found> found = new ArrayList<>();
    List<Integer> fails = positions(all, act -> act.is("fail"));
    List<Integer> successes = positions(all, act -> act.is("ok"));
    int before = -1;
    for (int s : successes) {
      newestThen(all, fails, before, n, s, w).ifPresent(found::add);
      before = s;
    }
    found.addAll(nearMisses(all, fails, new HashSet<>(successes), n, w, from));
    return found;
  }

  static List<Found> cardTesting(
      List<At> all, int n, double small, double large, long w, int from) {
    List<Found> found = new ArrayList<>();
    List<Integer> smalls = positions(all, act -> act.value() <= small);
    Set<Integer> matches = new TreeSet<>();
    for (int s : positions(all, act -> act.value() >= large)) {
      int since = matches.stream().reduce(-1, Math::max);
      Optional<Found> match = newestThen(all, smalls, since, n, s, w);
      if (match.isPresent()) {
        found.add(match.get());
        matches.add(s);
      }
    }
    found.addAll(nearMisses(all, smalls, matches, n, w, from));
    return found;
  }

  /** The n newest members behind {@code since} that the event at {@code end} follows in time. */
  private static Optional<Found> newestThen(
      List<At> all, List<Integer> members, int since, int n, int end, long w) {
    List<Integer> run =
        members.stream()
            .filter(m -> m > since && m < end && all.get(m).time() > all.get(end).time() - w)
            .toList();
    if (run.size() < n) {
      return Optional.empty();
    }
    List<Integer> match = new ArrayList<>(run.subList(run.size() - n, run.size()));
    match.add(end);
    return Optional.of(match(all, match));
  }

  static List<Found> credentialStuffing(List<At> all, int n, long w, int from) {
    List<Found> found = new ArrayList<>();
    List<Integer> fails = positions(all, act -> act.is("fail"));
    int since = -1;
    int reported = -1;
    TreeSet<Integer> matches = new TreeSet<>();
    for (int f : fails) {
      List<Integer> newest = newestOfUsers(all, fails, since, f, all.get(f).time() - w);
      if (newest.size() == n) {
        found.add(match(all, newest));
        since = f;
        matches.add(f);
      }
    }
    for (int a : fails) {
      long end = all.get(a).time() + w;
      int last = fails.stream().filter(f -> all.get(f).time() < end).reduce(a, Math::max);
      Integer before = matches.floor(last);
      boolean cleared = before != null && before >= a;
      List<Integer> kept =
          newestOfUsers(all, fails, before == null ? -1 : before, last, all.get(a).time() - 1);
      if (!cleared && kept.get(0) == a && last > reported && kept.size() >= from) {
        List<Long> times = kept.stream().map(k -> all.get(k).time()).toList();
        found.add(new Found(false, times.get(0), end, times));
        reported = last;
      }
    }
    return found;
  }

  /** The newest of each user among the fails behind {@code since}, up to {@code to}, younger. */
  private static List<Integer> newestOfUsers(
      List<At> all, List<Integer> fails, int since, int to, long olderThan) {
    Map<String, Integer> newest = new HashMap<>();
    for (int f : fails) {
      if (f > since && f <= to && all.get(f).time() > olderThan) {
        newest.put(all.get(f).act().user(), f);
      }
    }
    return newest.values().stream().sorted().toList();
  }

  static List<Found> missingHeartbeat(List<At> all, long w) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      long time = all.get(i).time();
      if (i + 1 == all.size() || all.get(i + 1).time() - time >= w) {
        found.add(new Found(true, time, time + w, List.of(time)));
      }
    }
    return found;
  }

  static List<Found> slaTimeout(List<At> all, long w) {
    List<Found> found = new ArrayList<>();
    int i = 0;
    while (i < all.size()) {
      if (!all.get(i).act().is("start")) {
        i++;
        continue;
      }
      long start = all.get(i).time();
      int j = i + 1;
      while (j < all.size() && all.get(j).time() < start + w && !all.get(j).act().is("finish")) {
        j++;
      }
      if (j == all.size() || all.get(j).time() >= start + w) {
        found.add(new Found(true, start, start + w, List.of(start)));
        i = j;
      } else {
        i = j + 1;
      }
    }
    return found;
  }

  static List<Found> stuckState(List<At> every, long w) {
    List<At> all = every.stream().filter(at -> !at.act().is("none")).toList();
    List<Found> found = new ArrayList<>();
    int i = 0;
    while (i < all.size()) {
      int j = i + 1;
      while (j < all.size()
          && all.get(j).act().is(all.get(i).act().what())
          && all.get(j).time() - all.get(j - 1).time() < w) {
        j++;
      }
      long start = all.get(i).time();
      boolean stuck = j == all.size() || all.get(j).time() >= start + w;
      if (stuck && !all.get(i).act().is("done")) {
        int newest = i;
        while (newest + 1 < j && all.get(newest + 1).time() < start + w) {
          newest++;
        }
        List<Long> times = newest == i ? List.of(start) : List.of(start, all.get(newest).time());
        found.add(new Found(true, start, start + w, times));
      }
      i = j;
    }
    return found;
  }

  static List<Found> flapping(List<At> every, int n, long w, int from) {
    List<At> all = every.stream().filter(at -> !at.act().is("none")).toList();
    List<Integer> changes =
        IntStream.range(1, all.size())
            .filter(i -> !all.get(i).act().is(all.get(i - 1).act().what()))
            .filter(i -> all.get(i).time() - all.get(i - 1).time() < w)
            .boxed()
            .toList();
    return counted(all, changes, Set.of(), n, w, from);
  }

  static List<Found> trend(List<At> all, int n, long w, int from, int sign) {
    Set<Integer> breaks = new HashSet<>();
    for (int i = 1; i < all.size(); i++) {
      if (sign * all.get(i).act().value() <= sign * all.get(i - 1).act().value()) {
        breaks.add(i);
      }
    }
    // A value that begins anew ends the row before it, not its own: as if it came before itself.
    return countedRows(all, breaks, n, w, from);
  }

  private static List<Found> countedRows(
      List<At> all, Set<Integer> breaks, int n, long w, int from) {
    List<Found> found = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= all.size(); i++) {
      if (i == all.size() || breaks.contains(i)) {
        List<At> row = all.subList(begin, i);
        List<Integer> members = IntStream.range(0, row.size()).boxed().toList();
        long ended = i == all.size() ? Long.MAX_VALUE : all.get(i).time();
        counted(row, members, Set.of(), n, w, from).stream()
            .filter(f -> f.match() || f.end() <= ended)
            .forEach(found::add);
        begin = i;
      }
    }
    return found;
  }

  static List<Found> dormantThenActive(List<At> all, long d, long w) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!begins(all.get(i).act())) {
        continue;
      }
      long start = all.get(i).time();
      int next = i + 1;
      while (next < all.size() && !begins(all.get(next).act())) {
        next++;
      }
      List<Integer> active =
          IntStream.range(i + 1, Math.min(next + 1, all.size()))
              .filter(j -> all.get(j).act().is("act") || all.get(j).act().is("both"))
              .filter(j -> all.get(j).time() > start + d && all.get(j).time() < start + w)
              .boxed()
              .toList();
      if (!active.isEmpty()) {
        found.add(match(all, List.of(i, active.get(0))));
      } else if (next == all.size() || all.get(next).time() >= start + w) {
        found.add(new Found(false, start, start + w, List.of(start)));
      }
    }
    return found;
  }

  private static boolean begins(Act act) {
    return act.is("login") || act.is("both");
  }

  /** The distance by vectors, 900 km/h, from 1 km on. */
  static List<Found> impossibleTravel(List<At> every, long w) {
    List<At> all = every.stream().filter(at -> !at.act().is("nowhere")).toList();
    List<Found> found = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      At a = all.get(i - 1);
      At b = all.get(i);
      long millis = b.time() - a.time();
      double[] from = vector(a.act());
      double[] to = vector(b.act());
      double chord =
          Math.sqrt(IntStream.range(0, 3).mapToDouble(k -> Math.pow(to[k] - from[k], 2)).sum());
      double distance = 2 * 6_371.0088 * Math.asin(chord / 2);
      if (millis < w && distance >= 1 && distance * 3_600_000 > 900 * millis) {
        found.add(match(all, Arrays.asList(i - 1, i)));
      }
    }
    return found;
  }

  private static double[] vector(Act act) {
    double north = Math.toRadians(act.north());
    double east = Math.toRadians(act.east());
    return new double[] {
      Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)
    };
  }
}
