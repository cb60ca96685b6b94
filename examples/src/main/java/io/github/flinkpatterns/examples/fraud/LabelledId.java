// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

/**
 * A transaction's id that carries its label along, so that an alert knows whether it is right
 * without a join. The label stands last, behind a character that no id can be ordered by.
 */
final class LabelledId {

  private static final char MARK = '\0';

  private LabelledId() {}

  static String of(Transaction tx) {
    return tx.label() < 0 ? tx.transactionId() : tx.transactionId() + MARK + tx.label();
  }

  static String id(String labelled) {
    int mark = labelled.lastIndexOf(MARK);
    return mark < 0 ? labelled : labelled.substring(0, mark);
  }

  /** Returns 1 for fraud, 0 for none, -1 if it is not known. */
  static int label(String labelled) {
    int mark = labelled.lastIndexOf(MARK);
    return mark < 0 ? -1 : labelled.charAt(mark + 1) - '0';
  }
}
