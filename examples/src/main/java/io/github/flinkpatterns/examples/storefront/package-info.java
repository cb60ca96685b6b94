// SPDX-License-Identifier: Apache-2.0
/** The storefront job: everything that an online shop's events tell, from one stream. */
@NullMarked
package io.github.flinkpatterns.examples.storefront;

import org.jspecify.annotations.NullMarked;
