// SPDX-License-Identifier: Apache-2.0
/**
 * The cached operator: a bounded write-back cache of live values in front of keyed state.
 *
 * <p>The only package that uses Flink classes which are not public API.
 */
@NullMarked
package io.github.flinkpatterns.host.fast;

import org.jspecify.annotations.NullMarked;
