package io.fleettelemetry.transform;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Floating-point numbers in the fewest digits that give the same number back, in plain decimals
 * from 1e-6 to below 1e21 and with an exponent elsewhere: {@code 55}, {@code 0.0001}, {@code
 * 1e+21}. The digits come from Jackson's Schubfach: those of {@code Double.toString} are not the
 * shortest before Java 19.
 */
public final class ShortestDecimal {
  private static final int LEAST_PLAIN = -6;
  private static final int LEAST_SCIENTIFIC = 21;

  private ShortestDecimal() {}

  /** A float as JSON: a number, or a string where JSON has none. */
  public static String of(float value) {
    String java = NumberOutput.toString(value, true);
    if (!Float.isFinite(value) || value == 0) {
      return special(java);
    }
    if (java.indexOf('E') < 0) {
      return withoutZeroFraction(java);
    }
    Decimal decimal = Decimal.parse(java);
    if (decimal.digits.length() == 2 && Math.abs(value) < Float.MIN_NORMAL) {
      Decimal shorter = decimal.toOneDigit();
      decimal = Float.parseFloat(shorter.toString()) == value ? shorter : decimal;
    }
    return decimal.toString();
  }

  /** A double as JSON: a number, or a string where JSON has none. */
  public static String of(double value) {
    String java = NumberOutput.toString(value, true);
    if (!Double.isFinite(value) || value == 0) {
      return special(java);
    }
    if (java.indexOf('E') < 0) {
      return withoutZeroFraction(java);
    }
    Decimal decimal = Decimal.parse(java);
    if (decimal.digits.length() == 2 && Math.abs(value) < Double.MIN_NORMAL) {
      Decimal shorter = decimal.toOneDigit();
      decimal = Double.parseDouble(shorter.toString()) == value ? shorter : decimal;
    }
    return decimal.toString();
  }

  /** All that differs between JSON and Java's form without an exponent. */
  private static String withoutZeroFraction(String java) {
    return java.endsWith(".0") ? java.substring(0, java.length() - 2) : java;
  }

  /** Zero keeps its sign; NaN and the infinities are strings. */
  private static String special(String java) {
    return switch (java) {
      case "0.0" -> "0";
      case "-0.0" -> "-0";
      default -> '"' + java + '"';
    };
  }

  /**
   * A number other than zero.
   *
   * @param digits without zeros at either end
   * @param exponent of ten, of the first digit
   */
  private record Decimal(boolean negative, String digits, int exponent) {

    /** Takes Java's form with an exponent: {@code -1.25E-7}, {@code 1.0E21}. */
    static Decimal parse(String java) {
      boolean negative = java.charAt(0) == '-';
      int start = negative ? 1 : 0;
      int e = java.indexOf('E');
      String fraction = java.substring(start + 2, e);
      String digits = java.charAt(start) + (fraction.equals("0") ? "" : fraction);
      return new Decimal(negative, digits, Integer.parseInt(java, e + 1, java.length(), 10));
    }

    /**
     * Java writes two digits where one says as much, which happens among the least numbers: {@code
     * 4.9E-324} is {@code 5e-324}.
     */
    Decimal toOneDigit() {
      int rounded = (Integer.parseInt(digits) + 5) / 10;
      return rounded == 10
          ? new Decimal(negative, "1", exponent + 1)
          : new Decimal(negative, Integer.toString(rounded), exponent);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(26);
      if (negative) {
        text.append('-');
      }
      if (exponent < LEAST_PLAIN || exponent >= LEAST_SCIENTIFIC) {
        scientific(text);
      } else {
        plain(text);
      }
      return text.toString();
    }

    private void scientific(StringBuilder text) {
      text.append(digits.charAt(0));
      if (digits.length() > 1) {
        text.append('.').append(digits, 1, digits.length());
      }
      text.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
    }

    private void plain(StringBuilder text) {
      int whole = exponent + 1;
      if (whole <= 0) {
        text.append("0.").append("0".repeat(-whole)).append(digits);
      } else if (digits.length() <= whole) {
        text.append(digits).append("0".repeat(whole - digits.length()));
      } else {
        text.append(digits, 0, whole).append('.').append(digits, whole, digits.length());
      }
    }
  }
}
