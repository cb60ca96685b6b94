// SPDX-License-Identifier: Apache-2.0
/**
 * Named patterns that count, compare neighbours or wait for something that does not come; each runs
 * as one {@link io.github.flinkpatterns.logic.KeyedLogic} on either host.
 */
@NullMarked
package io.github.flinkpatterns.cep.keyed;

import org.jspecify.annotations.NullMarked;
