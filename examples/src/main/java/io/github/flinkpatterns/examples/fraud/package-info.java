// SPDX-License-Identifier: Apache-2.0
/** Fraud rules over card transactions. */
@NullMarked
package io.github.flinkpatterns.examples.fraud;

import org.jspecify.annotations.NullMarked;
