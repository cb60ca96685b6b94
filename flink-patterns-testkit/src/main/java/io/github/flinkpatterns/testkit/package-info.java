// SPDX-License-Identifier: Apache-2.0
/** Test tools for stateful Flink functions. */
@NullMarked
package io.github.flinkpatterns.testkit;

import org.jspecify.annotations.NullMarked;
