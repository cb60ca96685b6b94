// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

/**
 * The distance between two places on earth: the haversine formula (R. W. Sinnott, Virtues of the
 * Haversine, Sky and Telescope 68, 1984) on a sphere of the mean radius.
 */
final class GreatCircle {

  private static final double RADIUS_KILOMETRES = 6_371.0088;

  private GreatCircle() {}

  /** Returns kilometres between two places in degrees; the same on every machine. */
  static double kilometres(double north, double east, double otherNorth, double otherEast) {
    double a = StrictMath.sin(StrictMath.toRadians(otherNorth - north) / 2);
    double b = StrictMath.sin(StrictMath.toRadians(otherEast - east) / 2);
    double h =
        a * a
            + StrictMath.cos(StrictMath.toRadians(north))
                * StrictMath.cos(StrictMath.toRadians(otherNorth))
                * b
                * b;
    return 2 * RADIUS_KILOMETRES * StrictMath.asin(Math.min(1, StrictMath.sqrt(h)));
  }
}
