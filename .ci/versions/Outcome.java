// SPDX-License-Identifier: Apache-2.0

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the tests of one module gave on one version of Flink, by room (package). */
record Outcome(
    String version, String module, Map<String, Outcome.Room> rooms, long seconds, String remark) {

  /** What one room (package) of a module gave. */
  record Room(int tests, int failed) {
    Room plus(Room other) {
      return new Room(tests + other.tests, failed + other.failed);
    }

    @Override
    public String toString() {
      return failed == 0 ? "" + tests : tests - failed + "/" + tests;
    }
  }

  int tests() {
    return rooms.values().stream().mapToInt(Room::tests).sum();
  }

  int failed() {
    return rooms.values().stream().mapToInt(Room::failed).sum();
  }

  boolean good() {
    return failed() == 0 && tests() > 0;
  }

  String row() {
    return String.format(
        "%-8s %-24s %6d %6d %5d s  %s",
        version, module, tests(), tests() - failed(), seconds, remark);
  }

  /** Tests passed by room and version, as docs/state-compatibility.md tells them by module. */
  static String matrix(List<String> versions, List<Outcome> outcomes) {
    Map<String, Map<String, Room>> rows = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      outcome
          .rooms()
          .forEach(
              (room, result) ->
                  rows.computeIfAbsent(room, r -> new TreeMap<>())
                      .merge(outcome.version(), result, Room::plus));
    }
    StringBuilder table =
        new StringBuilder(
            "| room | "
                + String.join(" | ", versions)
                + " |\n|---|"
                + "---|".repeat(versions.size())
                + "\n");
    rows.forEach(
        (room, results) -> {
          table.append("| `").append(room).append("` |");
          versions.forEach(
              version ->
                  table
                      .append(' ')
                      .append(results.containsKey(version) ? results.get(version) : "-")
                      .append(" |"));
          table.append('\n');
        });
    return table.toString();
  }
}
