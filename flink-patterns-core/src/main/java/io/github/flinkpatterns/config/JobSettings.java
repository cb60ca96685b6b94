// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A job's settings: said once, checked against each other, explained, and handed to Flink as a
 * {@code Configuration}.
 *
 * <pre>{@code
 * Configuration conf = JobSettings.exactlyOnce()
 *     .stateBackend(Backend.rocksDb().incremental().managedMemory())
 *     .checkpoints(c -> c.every(Duration.ofSeconds(30)).in("s3://bucket/cp").retainOnCancellation())
 *     .strictTypes().strictUids().toConfiguration();
 * StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
 * }</pre>
 *
 * <p>A {@link Preset} is a start; what is said here wins over it, option by option, in whatever
 * order. What nobody says is left to the cluster's configuration and to Flink. An interval must be
 * said, here or by a preset: without checkpoints neither guarantee holds.
 *
 * <p>Immutable: every method returns a new object. Values out of range throw {@link
 * IllegalArgumentException} at once, contradictions when the settings leave through {@link
 * #toConfiguration}, {@link #settings}, {@link #explain} or {@link #diff}.
 */
public final class JobSettings {

  private static final String WHERE = "JobSettings";

  private final @Nullable Preset preset;
  private final Checkpoints checkpoints;
  private final TaskManagers taskManagers;
  private final Options said;

  private JobSettings(
      @Nullable Preset preset, Checkpoints checkpoints, TaskManagers taskManagers, Options said) {
    this.preset = preset;
    this.checkpoints = checkpoints;
    this.taskManagers = taskManagers;
    this.said = said;
  }

  /** State counts each event once, whatever fails; barriers align, or overtake records. */
  public static JobSettings exactlyOnce() {
    return mode("EXACTLY_ONCE", "state counts each event once, whatever fails");
  }

  /** State may count events again after a failure; no input ever waits for a barrier. */
  public static JobSettings atLeastOnce() {
    return mode("AT_LEAST_ONCE", "no input waits for a barrier; a failure may count events twice");
  }

  private static JobSettings mode(String mode, String reason) {
    return new JobSettings(
        null, Checkpoints.UNSAID, TaskManagers.UNSAID, Options.NONE.with(Keys.MODE, mode, reason));
  }

  /** Starts from a preset, in place of one given before. */
  public JobSettings tuned(Preset start) {
    return new JobSettings(start, checkpoints, taskManagers, said);
  }

  /** Where state is kept; replaces a backend given before, and the preset's. */
  public JobSettings stateBackend(Backend backend) {
    return with(
        said.keeping(
                key ->
                    !RocksDbKeys.owns(key)
                        && !key.equals(Keys.INCREMENTAL.key())
                        && !key.equals(Keys.CHANGELOG.key())
                        && !key.equals(Keys.CHANGELOG_STORAGE.key())
                        && !key.equals(Keys.CHANGELOG_BASE_PATH.key()))
            .overriddenBy(backend.options()));
  }

  /** When checkpoints are taken and where they go; adds to what was said before. */
  public JobSettings checkpoints(UnaryOperator<Checkpoints> change) {
    return new JobSettings(preset, change.apply(checkpoints), taskManagers, said);
  }

  /** What happens when the job fails; replaces a strategy given before, and the preset's. */
  public JobSettings restart(Restart restart) {
    return with(
        said.keeping(key -> !key.startsWith("restart-strategy.")).overriddenBy(restart.options()));
  }

  /** How a TaskManager splits its memory; adds to what was said before. */
  public JobSettings taskManagers(UnaryOperator<TaskManagers> change) {
    return new JobSettings(preset, checkpoints, change.apply(taskManagers), said);
  }

  /** Refuses types that Flink would serialize with Kryo, when the job is built. */
  public JobSettings strictTypes() {
    return with(
        said.with(
            Keys.GENERIC_TYPES, false, "a type that would fall to Kryo fails now, not later"));
  }

  /** Refuses operators without a uid, when the job is built. */
  public JobSettings strictUids() {
    return with(
        said.with(
            Keys.AUTO_UIDS, false, "an operator without a uid could lose its state in an upgrade"));
  }

  /**
   * Passes objects from function to function without copies. Safe only when no function keeps an
   * input, or changes it after it was emitted.
   */
  public JobSettings objectReuse() {
    return with(
        said.with(
            Keys.OBJECT_REUSE, true, "no copies in a chain; functions must not keep their input"));
  }

  /** Runs each operator in its own task: easier to profile, slower. */
  public JobSettings unchained() {
    return with(said.with(Keys.CHAINING, false, "each operator shows its own load"));
  }

  /** Sends a network buffer after {@code timeout} even if not full; zero after every record. */
  public JobSettings bufferTimeout(Duration timeout) {
    return with(
        said.with(Keys.BUFFER_TIMEOUT_ENABLED, true, "buffers also leave when time is up")
            .with(
                Keys.BUFFER_TIMEOUT,
                Check.atLeast(Duration.ZERO, WHERE, "bufferTimeout", timeout),
                "how long an event waits at most for company"));
  }

  /** Sends network buffers only when full: most throughput, unbounded latency. */
  public JobSettings flushOnlyFullBuffers() {
    return with(
        said.with(Keys.BUFFER_TIMEOUT_ENABLED, false, "every buffer leaves full")
            .without(Keys.BUFFER_TIMEOUT));
  }

  /** How often watermarks are made from periodic generators; zero for never. */
  public JobSettings watermarkInterval(Duration interval) {
    return with(
        said.with(
            Keys.WATERMARK_INTERVAL,
            Check.atLeast(Duration.ZERO, WHERE, "watermarkInterval", interval),
            "event-time timers fire at most this late"));
  }

  /** Parallelism of operators that name none, at least 1. */
  public JobSettings parallelism(int parallelism) {
    return with(
        said.with(
            Keys.PARALLELISM,
            (int) Require.inRange(parallelism, 1, 32_768, WHERE, "parallelism"),
            "for operators that name none"));
  }

  /**
   * The highest parallelism the job can ever have, from 1 to 32768. It cannot change once there is
   * state.
   */
  public JobSettings maxParallelism(int max) {
    return with(
        said.with(
            Keys.MAX_PARALLELISM,
            (int) Require.inRange(max, 1, 32_768, WHERE, "maxParallelism"),
            "cannot change once there is state"));
  }

  /** Any other option of Flink; {@code reason} is shown by {@link #explain}. */
  public <T> JobSettings option(ConfigOption<T> option, T value, String reason) {
    return with(said.with(option, value, reason));
  }

  /**
   * Returns the options as Flink reads them.
   *
   * @throws IllegalArgumentException if no interval was said, or options contradict each other
   */
  public Configuration toConfiguration() {
    return effective().toConfiguration();
  }

  /**
   * Returns only the options that a cluster reads from its own configuration; see {@link
   * Scope#CLUSTER}.
   *
   * @throws IllegalArgumentException as {@link #toConfiguration}
   */
  public Configuration toClusterConfiguration() {
    return effective().keeping(key -> Keys.scopeOf(key) == Scope.CLUSTER).toConfiguration();
  }

  /**
   * Returns every option said or preset, with Flink's default and the reason.
   *
   * @throws IllegalArgumentException as {@link #toConfiguration}
   */
  public List<Setting> settings() {
    return effective().settings();
  }

  /**
   * Prints {@link #settings} as a table; a star marks what differs from Flink's default.
   *
   * @throws IllegalArgumentException as {@link #toConfiguration}
   */
  public String explain() {
    return SettingsTable.print(settings());
  }

  /**
   * Lists the options that {@code current} does not already have, older keys understood.
   *
   * @throws IllegalArgumentException as {@link #toConfiguration}
   */
  public List<Difference> diff(Configuration current) {
    return effective().differencesFrom(current);
  }

  /** All options, checked. */
  Options effective() {
    Options explicit =
        said.overriddenBy(checkpoints.options()).overriddenBy(taskManagers.options());
    Options all = preset == null ? explicit : preset.optionsBeside(explicit).overriddenBy(explicit);
    Check.that(
        all.has(Keys.INTERVAL),
        WHERE,
        "checkpoints",
        "not set",
        "while " + all.get(Keys.MODE) + " holds only with checkpoints",
        "add checkpoints(c -> c.every(...)) or a preset");
    if (preset != null) {
      checkPreset(preset, all);
    }
    Contradictions.check(all);
    return all;
  }

  private static void checkPreset(Preset preset, Options all) {
    Check.that(
        preset != Preset.LARGE_STATE || all.is(Keys.BACKEND, Backend.ROCKS_DB),
        WHERE,
        "stateBackend",
        all.value(Keys.BACKEND),
        "cannot hold what the preset LARGE_STATE is for",
        "use Backend.rocksDb() or another preset");
    Check.that(
        !preset.needsDurableStorage() || all.is(Keys.STORAGE, "filesystem"),
        WHERE,
        "checkpoints.in",
        all.has(Keys.STORAGE) ? all.value(Keys.STORAGE) : "not set",
        "while the preset " + preset + " needs durable checkpoints",
        "add in(directory) or inDirectoryOfCluster()");
  }

  private JobSettings with(Options changed) {
    return new JobSettings(preset, checkpoints, taskManagers, changed);
  }
}
