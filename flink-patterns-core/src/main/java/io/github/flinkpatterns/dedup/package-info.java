// SPDX-License-Identifier: Apache-2.0
/**
 * Deduplication within a horizon: the {@link io.github.flinkpatterns.dedup.Deduplicator} lets one
 * event of each id pass and tells what became of the others.
 */
@NullMarked
package io.github.flinkpatterns.dedup;

import org.jspecify.annotations.NullMarked;
