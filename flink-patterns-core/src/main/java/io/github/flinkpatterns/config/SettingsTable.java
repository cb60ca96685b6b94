// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints settings in aligned columns. */
final class SettingsTable {

  private SettingsTable() {}

  static String print(List<Setting> settings) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"", "option", "value", "Flink's default", "read by", "why"});
    for (Setting s : settings) {
      rows.add(
          new String[] {
            s.differsFromFlink() ? "*" : "",
            s.key(),
            s.value(),
            s.flinkDefault(),
            s.scope().name().toLowerCase(Locale.ROOT),
            s.reason()
          });
    }
    int[] widths = new int[6];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + (i == 0 ? 1 : 2)));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
