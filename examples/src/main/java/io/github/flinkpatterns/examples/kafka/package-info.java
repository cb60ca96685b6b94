// SPDX-License-Identifier: Apache-2.0
/** Reads a job's lines from a Kafka topic and writes its records to topics, exactly once. */
@NullMarked
package io.github.flinkpatterns.examples.kafka;

import org.jspecify.annotations.NullMarked;
