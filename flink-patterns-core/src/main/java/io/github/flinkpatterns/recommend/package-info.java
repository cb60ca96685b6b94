// SPDX-License-Identifier: Apache-2.0
/**
 * Recommends items by what users did with them, learning from every event, in keyed state only.
 *
 * <p>{@link io.github.flinkpatterns.recommend.ItemRecommender} is where to start.
 */
@NullMarked
package io.github.flinkpatterns.recommend;

import org.jspecify.annotations.NullMarked;
