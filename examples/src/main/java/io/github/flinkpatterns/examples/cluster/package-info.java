// SPDX-License-Identifier: Apache-2.0
/** A Flink cluster of separate processes on this machine, built from plain Maven artifacts. */
@NullMarked
package io.github.flinkpatterns.examples.cluster;

import org.jspecify.annotations.NullMarked;
