// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The suites, in the order in which {@code quick} and {@code full} run them. */
public enum Suite {
  /** Sessions. */
  SESSION("sessions against Flink's session window and by hand", 1.1, 5.2, SessionSuite::run),
  /** Deduplication. */
  DEDUP("deduplication against ValueState with TTL", 0.3, 1.9, DedupSuite::run),
  /** Velocity. */
  VELOCITY("velocity against a scanned ListState", 0.6, 4.5, VelocitySuite::run),
  /** Top interests. */
  PROFILE("top interests against a scanned MapState", 0.7, 1.5, ProfileSuite::run),
  /** The barrier. */
  BARRIER("how long a barrier holds the operator", 0.7, 1.5, BarrierSuite::run),
  /** Cost against the length of the window. */
  GROWTH_WINDOW("velocity by length of window", 0.5, 3.6, VelocitySuite::growth),
  /** Cost against the size of the cache. */
  GROWTH_CACHE("sessions by size of the cache", 0.5, 1.5, CacheSuite::run),
  /** Bytes for an id. */
  BYTES("heap and checkpoint bytes for an id", 0.6, 0.7, BytesSuite::run),
  /** Whole jobs. */
  JOB("whole local jobs, SQL among them, by CPU of the process", 3.9, 6, JobSuite::run),
  /** Cost against live keys. */
  GROWTH_KEYS("sessions by live keys", 0, 14, KeysSuite::run),
  /** Cost against redeliveries. */
  GROWTH_DUPLICATES("deduplication by share of redeliveries", 0, 1.8, DedupSuite::growth),
  /** Cost against parallelism. */
  GROWTH_PARALLELISM("whole session jobs by parallelism", 0, 2, JobSuite::growth),
  /** Several windows. */
  WINDOW("three kinds of windows against Flink's", 0, 1.2, WindowSuite::run),
  /** Counting patterns. */
  PATTERN("counting failures against flink-cep", 0, 0.3, PatternSuite::run),
  /** Recommendations. */
  RECOMMEND("recommendations: throughput and latency", 0, 2.5, RecommendSuite::run),
  /** State larger than any cache. */
  SOAK("ten minutes with more state than any cache holds", 0, 20.5, SoakSuite::run);

  /** What a suite does. */
  private interface Body {
    void run(Context context) throws Exception;
  }

  private final String about;
  private final double quickMinutes;
  private final double fullMinutes;

  @SuppressWarnings("ImmutableEnumChecker") // always a method without state
  private final Body body;

  Suite(String about, double quickMinutes, double fullMinutes, Body body) {
    this.about = about;
    this.quickMinutes = quickMinutes;
    this.fullMinutes = fullMinutes;
    this.body = body;
  }

  /** Returns the suite of this name. */
  public static Optional<Suite> named(String name) {
    return Arrays.stream(values()).filter(suite -> suite.title().equals(name)).findFirst();
  }

  /** Returns the name on the command line. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what it compares. */
  public String about() {
    return about;
  }

  /** Tells whether {@code quick} runs it. */
  public boolean quick() {
    return quickMinutes > 0;
  }

  /** Tells whether {@code full} runs it: all but the soak, which takes its time whatever runs. */
  public boolean full() {
    return this != SOAK;
  }

  /** Tells whether {@code growth} runs it. */
  public boolean growth() {
    return name().startsWith("GROWTH");
  }

  /** Returns how many minutes it takes on two idle cores, all backends together, at a guess. */
  public double minutes(Scale scale) {
    return scale.pick(0.0, quickMinutes > 0 ? quickMinutes : fullMinutes, fullMinutes);
  }

  /** Returns the backends on which {@code quick} and {@code full} run it. */
  public List<String> backends() {
    return switch (this) {
      case SESSION, DEDUP, VELOCITY, PROFILE, BYTES, WINDOW -> List.of("rocksdb", "hashmap");
      // On RocksDB flink-cep takes milliseconds for an event.
      case PATTERN -> List.of("hashmap");
      default -> List.of("rocksdb");
    };
  }

  /** Runs it on one backend. */
  public void run(Context context) throws Exception {
    body.run(context);
  }
}
