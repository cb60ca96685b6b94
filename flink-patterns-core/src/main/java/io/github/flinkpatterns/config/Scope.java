// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

/** Who reads an option: the job, or the processes of the cluster it runs on. */
public enum Scope {
  /** Read from the job's own configuration; takes effect on every cluster. */
  JOB,
  /**
   * Read by JobManager or TaskManager from the cluster's configuration. In a job's configuration it
   * takes effect only where job and cluster share one, as in a local environment; elsewhere it
   * belongs into the cluster's {@code config.yaml}.
   */
  CLUSTER
}
