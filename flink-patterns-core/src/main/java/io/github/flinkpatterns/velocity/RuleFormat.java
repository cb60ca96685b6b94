// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.state.Varint;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes a rule in layout 1: its components in order; enumerations by name, the threshold as a
 * decimal string. Whoever uses it keeps the version.
 */
final class RuleFormat {

  private RuleFormat() {}

  static void write(Rule rule, DataOutputView out) throws IOException {
    StringValue.writeString(rule.id(), out);
    Varint.writeUnsigned(rule.version(), out);
    writeStrings(rule.keyBy(), out);
    StringValue.writeString(rule.aggregate().name(), out);
    writeStrings(rule.of(), out);
    Varint.writeUnsigned(rule.windowMillis(), out);
    StringValue.writeString(rule.op().name(), out);
    StringValue.writeString(rule.threshold().toString(), out);
    StringValue.writeString(rule.severity().name(), out);
    StringValue.writeString(rule.mode().name(), out);
    StringValue.writeString(rule.where(), out);
    StringValue.writeString(rule.when(), out);
    Varint.writeUnsigned(rule.minEvents(), out);
    Varint.writeUnsigned(rule.cooldownMillis(), out);
    Varint.writeUnsigned(rule.bucketMillis(), out);
  }

  static Rule read(DataInputView in) throws IOException {
    return new Rule(
        StringValue.readString(in),
        (int) Varint.readUnsigned(in),
        readStrings(in),
        Aggregate.valueOf(StringValue.readString(in)),
        readStrings(in),
        Varint.readUnsigned(in),
        Comparison.valueOf(StringValue.readString(in)),
        new BigDecimal(StringValue.readString(in)),
        Severity.valueOf(StringValue.readString(in)),
        RuleMode.valueOf(StringValue.readString(in)),
        StringValue.readString(in),
        StringValue.readString(in),
        (int) Varint.readUnsigned(in),
        Varint.readUnsigned(in),
        Varint.readUnsigned(in));
  }

  private static void writeStrings(List<String> strings, DataOutputView out) throws IOException {
    Varint.writeUnsigned(strings.size(), out);
    for (String string : strings) {
      StringValue.writeString(string, out);
    }
  }

  private static List<String> readStrings(DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<String> strings = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      strings.add(StringValue.readString(in));
    }
    return strings;
  }
}
