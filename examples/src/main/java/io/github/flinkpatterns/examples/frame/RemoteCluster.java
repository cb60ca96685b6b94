// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.ops.CheckpointDoctor;
import io.github.flinkpatterns.ops.Savepoint;
import io.github.flinkpatterns.ops.Savepoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/**
 * A cluster to run a job on, in place of the Flink inside this process. It must see the same files.
 *
 * @param host the host of its REST API
 * @param port the port of its REST API
 * @param jar the classes of the job; the library is on the cluster's class path
 * @param checkpoints where checkpoints go, each job into a folder of its own, unless it is told
 *     another
 */
public record RemoteCluster(String host, int port, Path jar, Path checkpoints) {

  /** Returns the address of its REST API and web UI. */
  URI address() {
    return URI.create("http://" + host + ":" + port);
  }

  /**
   * Returns the savepoint at which a job was stopped, null if it came to the end of its input: then
   * the last thing it did was the checkpoint that made its last results final.
   */
  @Nullable Path stoppedAt(JobID job) {
    List<Savepoint> savepoints = Savepoints.at(address()).list(job.toHexString());
    if (savepoints.isEmpty()) {
      return null;
    }
    long last =
        CheckpointDoctor.at(address()).statistics(job.toHexString()).checkpoints().stream()
            .filter(checkpoint -> checkpoint.completed())
            .mapToLong(checkpoint -> checkpoint.id())
            .max()
            .orElse(0);
    Savepoint latest = savepoints.get(0);
    return latest.id() == last ? Path.of(URI.create(latest.location())) : null;
  }
}
