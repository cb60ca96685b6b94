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

  static Configuration of(
      CommonOptions options, Path checkpoints, @Nullable Path restore, Path scratch, String run) {
    Configuration conf = job(options, checkpoints).toConfiguration();
    if (restore != null) {
      conf.setString("execution.state-recovery.path", uri(restore));
    }
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

  private static JobSettings job(CommonOptions options, Path checkpoints) {
    Backend backend =
        switch (options.backend) {
          case HASHMAP -> Backend.hashMap();
          case ROCKSDB -> Backend.rocksDb().incremental().managedMemory();
        };
    return JobSettings.exactlyOnce()
        .parallelism(options.parallelism)
        .stateBackend(backend)
        // The last files are committed by the last checkpoint: a job ends up to one interval late.
        .checkpoints(
            c -> c.every(options.checkpointEvery).in(uri(checkpoints)).retainOnCancellation())
        // Flink would try for ever; what fails at once three times more is no accident.
        .restart(Restart.fixedDelay(3, Duration.ofMillis(100)))
        .strictTypes()
        .strictUids();
  }

  private static String uri(Path path) {
    return path.toAbsolutePath().normalize().toUri().toString();
  }
}
