// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

/** Says in one sentence why the cluster cannot do what was asked. */
final class ClusterProblem extends RuntimeException {

  ClusterProblem(String message) {
    super(message);
  }
}
