// SPDX-License-Identifier: Apache-2.0
/** Running aggregates: one value per key, brought up to date by every event. */
@NullMarked
package io.github.flinkpatterns.aggregate;

import org.jspecify.annotations.NullMarked;
