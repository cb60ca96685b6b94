// SPDX-License-Identifier: Apache-2.0
/** Runs a logic inside Flink: as a plain function, or as the cached operator. */
@NullMarked
package io.github.flinkpatterns.host;

import org.jspecify.annotations.NullMarked;
