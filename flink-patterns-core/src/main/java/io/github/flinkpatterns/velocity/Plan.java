// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules in force over one stretch of time, bound to the columns of a ring. */
final class Plan {

  /** Buckets in a window that overflows. */
  private static final int BUCKETS = 64;

  final long fromMillis;
  final CompiledRule[] rules;
  final RunSpec[] runs;

  /** The tracks of these rules and of those that follow. */
  final TrackSpec[] tracks;

  /** For how long exact events are kept, for these rules and those that follow. */
  final long exactMillis;

  /** For how long a key is kept after its last event. */
  final long keepMillis;

  private Plan(
      long fromMillis,
      List<CompiledRule> rules,
      Collection<RunSpec> runs,
      Collection<TrackSpec> tracks,
      long exactMillis,
      long keepMillis) {
    this.fromMillis = fromMillis;
    this.rules = rules.toArray(new CompiledRule[0]);
    this.runs = runs.toArray(new RunSpec[0]);
    this.tracks = tracks.toArray(new TrackSpec[0]);
    this.exactMillis = exactMillis;
    this.keepMillis = keepMillis;
  }

  /**
   * Compiles the versions in force from {@code fromMillis} on.
   *
   * @param following the plans after it
   * @param historyMillis for how long events are kept whatever the rules say
   */
  static Plan compile(
      long fromMillis,
      List<RuleSet.Version> versions,
      List<Plan> following,
      Fields fields,
      long historyMillis) {
    Map<RunSpec.Key, RunSpec> runs = new LinkedHashMap<>();
    Map<Long, TrackSpec> tracks = new LinkedHashMap<>();
    List<CompiledRule> rules = new ArrayList<>();
    long exact = Math.max(1, historyMillis);
    long keep = exact;
    for (RuleSet.Version version : versions) {
      Rule rule = version.rule();
      CompiledRule compiled = rule(rule, version.sinceMillis(), fields, runs, tracks);
      if (rule.mode() != RuleMode.PAUSED) {
        rules.add(compiled);
      }
      exact = Math.max(exact, rule.bucketMillis() == 0 ? rule.windowMillis() : 1);
      keep = Math.max(keep, Math.max(rule.windowMillis(), rule.cooldownMillis()));
    }
    for (Plan later : following) {
      exact = Math.max(exact, later.exactMillis);
      keep = Math.max(keep, later.keepMillis);
      for (TrackSpec track : later.tracks) {
        TrackSpec known = tracks.putIfAbsent(track.id, track);
        if (known != null) {
          known.keepMillis = Math.max(known.keepMillis, track.keepMillis);
        }
      }
    }
    return new Plan(fromMillis, rules, runs.values(), tracks.values(), exact, keep);
  }

  /** Refuses a rule that the fields do not allow. */
  static void check(Rule rule, Fields fields) {
    rule(rule, Long.MIN_VALUE, fields, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private static CompiledRule rule(
      Rule rule,
      long since,
      Fields fields,
      Map<RunSpec.Key, RunSpec> runs,
      Map<Long, TrackSpec> tracks) {
    Filter where = Filter.bind(rule.id(), "where", rule.where(), fields);
    Filter when =
        rule.when().isEmpty() ? where : Filter.bind(rule.id(), "when", rule.when(), fields);
    boolean category = rule.aggregate().of() == Aggregate.Of.CATEGORY;
    int[] of = new int[rule.of().size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = fields.require(rule.id(), "of", rule.of().get(i), !category);
    }
    int field = of.length == 0 ? -1 : of[0];
    long width =
        rule.bucketMillis() > 0
            ? rule.bucketMillis()
            : (rule.windowMillis() + BUCKETS - 1) / BUCKETS;
    var key = new RunSpec.Key(rule.windowMillis(), since, where.text(), field, width);
    RunSpec run = runs.get(key);
    if (run == null) {
      TrackSpec track = track(rule, where, field, fields, width, category, tracks);
      run = new RunSpec(key, where, category, track);
      runs.put(key, run);
    }
    run.minimum |= rule.aggregate() == Aggregate.MIN;
    run.maximum |= rule.aggregate() == Aggregate.MAX;
    int number = new ArrayList<>(runs.keySet()).indexOf(key);
    return new CompiledRule(rule, number, where, when, of, since);
  }

  private static TrackSpec track(
      Rule rule,
      Filter where,
      int field,
      Fields fields,
      long width,
      boolean category,
      Map<Long, TrackSpec> tracks) {
    String name = field < 0 ? "" : fields.name(field);
    long id = Fields.fingerprint(where.text() + '\n' + name + '\n' + width);
    TrackSpec track =
        tracks.computeIfAbsent(id, i -> new TrackSpec(i, width, where, field, category, 0));
    track.keepMillis = Math.max(track.keepMillis, rule.windowMillis());
    return track;
  }
}
