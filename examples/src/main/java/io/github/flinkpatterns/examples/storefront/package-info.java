// SPDX-License-Identifier: Apache-2.0
/** The storefront job: unique events and user sessions of an online shop. */
@NullMarked
package io.github.flinkpatterns.examples.storefront;

import org.jspecify.annotations.NullMarked;
