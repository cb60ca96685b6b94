// SPDX-License-Identifier: Apache-2.0
/**
 * Erasing a key's state by command, in any keyed operator: {@link
 * io.github.flinkpatterns.erase.Erasable}.
 */
@NullMarked
package io.github.flinkpatterns.erase;

import org.jspecify.annotations.NullMarked;
