// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The suites, in the order in which {@code quick} and {@code full} run them. */
public enum Suite {
  /** Sessions. */
  SESSION("sessions against Flink's session window and by hand", true, SessionSuite::run),
  /** Deduplication. */
  DEDUP("deduplication against ValueState with TTL", true, DedupSuite::run),
  /** Velocity. */
  VELOCITY("velocity against a scanned ListState", true, VelocitySuite::run),
  /** Top interests. */
  PROFILE("top interests against a scanned MapState", true, ProfileSuite::run),
  /** The barrier. */
  BARRIER("how long a barrier holds the operator", true, BarrierSuite::run),
  /** Cost against the length of the window. */
  GROWTH_WINDOW("velocity by length of window", true, VelocitySuite::growth),
  /** Cost against the size of the cache. */
  GROWTH_CACHE("sessions by size of the cache", true, CacheSuite::run),
  /** Bytes for an id. */
  BYTES("heap and checkpoint bytes for an id", true, BytesSuite::run),
  /** Whole jobs. */
  JOB("whole local jobs, SQL among them, by CPU of the process", true, JobSuite::run),
  /** Cost against live keys. */
  GROWTH_KEYS("sessions by live keys", false, KeysSuite::run),
  /** Cost against redeliveries. */
  GROWTH_DUPLICATES("deduplication by share of redeliveries", false, DedupSuite::growth),
  /** Several windows. */
  WINDOW("three kinds of windows against Flink's", false, WindowSuite::run),
  /** Counting patterns. */
  PATTERN("counting failures against flink-cep", false, PatternSuite::run),
  /** Recommendations. */
  RECOMMEND("recommendations: throughput and latency", false, RecommendSuite::run),
  /** State larger than any cache. */
  SOAK("ten minutes with more state than any cache holds", false, SoakSuite::run);

  /** What a suite does. */
  private interface Body {
    void run(Context context) throws Exception;
  }

  private final String about;
  private final boolean quick;

  @SuppressWarnings("ImmutableEnumChecker") // always a method without state
  private final Body body;

  Suite(String about, boolean quick, Body body) {
    this.about = about;
    this.quick = quick;
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

  /** Tells whether {@code quick} runs it; {@code full} runs all. */
  public boolean quick() {
    return quick;
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
