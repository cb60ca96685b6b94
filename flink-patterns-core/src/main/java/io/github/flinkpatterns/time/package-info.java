// SPDX-License-Identifier: Apache-2.0
/**
 * Event time: watermarks that adapt to the delay of the events or follow markers, and a step that
 * puts late events aside. Bounded disorder, ascending times, idleness and alignment are Flink's own
 * {@link org.apache.flink.api.common.eventtime.WatermarkStrategy}, with which these compose.
 */
@NullMarked
package io.github.flinkpatterns.time;

import org.jspecify.annotations.NullMarked;
