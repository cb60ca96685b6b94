// SPDX-License-Identifier: Apache-2.0
/** Named event patterns over flink-cep. */
@NullMarked
package io.github.flinkpatterns.cep;

import org.jspecify.annotations.NullMarked;
