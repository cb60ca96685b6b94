// SPDX-License-Identifier: Apache-2.0
/** Recommends items from files of ratings or clicks, and measures how well. */
@NullMarked
package io.github.flinkpatterns.examples.recommend;

import org.jspecify.annotations.NullMarked;
