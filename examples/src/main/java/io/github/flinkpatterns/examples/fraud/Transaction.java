// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.input.Timestamped;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A payment with a card.
 *
 * @param transactionId its id
 * @param timestampMillis when it was
 * @param customerId who paid
 * @param terminalId where
 * @param amount how much
 * @param label 1 for fraud, 0 for none, -1 if the line does not say
 * @param others the further columns that the rules need, as far as the line has them
 */
public record Transaction(
    String transactionId,
    long timestampMillis,
    String customerId,
    String terminalId,
    BigDecimal amount,
    int label,
    Map<String, String> others)
    implements Timestamped {

  static final TypeInformation<Transaction> TYPE =
      Types.POJO(
          Transaction.class,
          Map.of(
              "transactionId", Types.STRING,
              "timestampMillis", Types.LONG,
              "customerId", Types.STRING,
              "terminalId", Types.STRING,
              "amount", Types.BIG_DEC,
              "label", Types.INT,
              "others", Types.MAP(Types.STRING, Types.STRING)));
}
