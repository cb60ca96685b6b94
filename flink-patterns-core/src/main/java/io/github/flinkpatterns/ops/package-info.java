// SPDX-License-Identifier: Apache-2.0
/**
 * Tools for the days on which a job is changed or unwell: savepoints, the checkpoint doctor, the
 * preflight check and the state budget.
 */
@NullMarked
package io.github.flinkpatterns.ops;

import org.jspecify.annotations.NullMarked;
