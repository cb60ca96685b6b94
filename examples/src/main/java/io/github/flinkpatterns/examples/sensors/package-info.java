// SPDX-License-Identifier: Apache-2.0
/** The sensors job: silences, surges and statistics of series of measurements. */
@NullMarked
package io.github.flinkpatterns.examples.sensors;

import org.jspecify.annotations.NullMarked;
