// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share such as {@code 20%} or {@code 2.5%}. */
final class Share implements ITypeConverter<Double> {

  private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?%");

  @Override
  public Double convert(String value) {
    if (!FORM.matcher(value).matches()) {
      throw new TypeConversionException("'" + value + "' is no share such as 20% or 2.5%");
    }
    return Double.parseDouble(value.substring(0, value.length() - 1)) / 100;
  }
}
