// SPDX-License-Identifier: Apache-2.0

/**
 * Records in and out as JSON, one object a line; needs {@code jackson-databind}, which the caller
 * brings along.
 */
@NullMarked
package io.github.flinkpatterns.json;

import org.jspecify.annotations.NullMarked;
