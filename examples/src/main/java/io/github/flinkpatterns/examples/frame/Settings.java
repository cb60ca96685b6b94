// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.config.Backend;
import io.github.flinkpatterns.config.JobSettings;
import io.github.flinkpatterns.config.Restart;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** The one place where Flink's own settings are chosen. */
final class Settings {

  private static final String UI_PORT = "8081";
  private static final String LOOPBACK = "localhost";

  private Settings() {}

  /** A job on a cluster: what the cluster's own configuration says about ports is left alone. */
  static Configuration on(
      RemoteCluster cluster, CommonOptions options, Path checkpoints, @Nullable Path restore) {
    // A process that is killed may take several restarts with it, and is back in a while.
    Restart restart = Restart.exponentialDelay(Duration.ofMillis(200), Duration.ofSeconds(2));
    Configuration conf = job(options, checkpoints, restore, restart);
    conf.setString("execution.target", "remote");
    conf.setString("rest.address", cluster.host());
    conf.setString("rest.port", String.valueOf(cluster.port()));
    conf.setString("rest.retry.delay", "500 ms");
    conf.setString("pipeline.jars", uri(cluster.jar()));
    return conf;
  }

  static Configuration inThisProcess(
      CommonOptions options, Path checkpoints, @Nullable Path restore, Path scratch, String run) {
    // Flink would try for ever; what fails at once three times more is no accident.
    Restart restart = Restart.fixedDelay(3, Duration.ofMillis(100));
    Configuration conf = job(options, checkpoints, restore, restart);
    conf.setString("io.tmp.dirs", scratch.toString());
    // Flink's own default is every interface, and the web UI takes jars to run.
    conf.setString("rest.address", LOOPBACK);
    conf.setString("rest.bind-address", LOOPBACK);
    conf.setString("web.submit.enable", "false");
    conf.setString("rest.bind-port", options.ui ? UI_PORT : "0");
    if (options.ui) {
      conf.setString("rest.port", UI_PORT);
    }
    conf.setString("metrics.reporters", "examples");
    conf.setString("metrics.reporter.examples.factory.class", RunMetrics.Factory.class.getName());
    conf.setString("metrics.reporter.examples." + RunMetrics.RUN, run);
    return conf;
  }

  private static Configuration job(
      CommonOptions options, Path checkpoints, @Nullable Path restore, Restart restart) {
    Backend backend =
        switch (options.backend) {
          case HASHMAP -> Backend.hashMap();
          case ROCKSDB -> Backend.rocksDb().incremental().managedMemory();
        };
    Configuration conf =
        JobSettings.exactlyOnce()
            .parallelism(options.parallelism)
            .maxParallelism(CommonOptions.MAX_PARALLELISM)
            .stateBackend(backend)
            // The last files are committed by the last checkpoint: a job ends up to one interval
            // late.
            .checkpoints(
                c -> c.every(options.checkpointEvery).in(uri(checkpoints)).retainOnCancellation())
            .restart(restart)
            .strictTypes()
            .strictUids()
            .toConfiguration();
    if (restore != null) {
      conf.setString("execution.state-recovery.path", uri(restore));
    }
    return conf;
  }

  private static String uri(Path path) {
    return path.toAbsolutePath().normalize().toUri().toString();
  }
}
