package io.vivim.statemachine.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What numbers are asked; all other values pass. */
final class NumberKeywords {
  /** Decimal digits that are divided in one step; a double may take a thousand. */
  private static final int DIGITS_A_STEP = 4;

  private NumberKeywords() {}

  static void readBounds(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    readBound("minimum", order -> order >= 0, schema, into);
    readBound("exclusiveMinimum", order -> order > 0, schema, into);
    readBound("maximum", order -> order <= 0, schema, into);
    readBound("exclusiveMaximum", order -> order < 0, schema, into);
  }

  /** A keyword that holds for some orders of the value and its argument. */
  private static void readBound(
      String keyword, IntPredicate holds, SchemaMap schema, List<Keyword> into)
      throws SchemaRefusedException {
    Optional<BigDecimal> argument = schema.number(keyword);
    if (argument.isPresent()) {
      BigDecimal bound = argument.get();
      into.add(
          place ->
              place.failsUnless(
                  !place.value().isNumber() || holds.test(place.value().number().compareTo(bound)),
                  keyword));
    }
  }

  static void readMultipleOf(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<BigDecimal> argument = schema.number("multipleOf");
    if (argument.isPresent()) {
      BigDecimal divisor = argument.get();
      schema.require(divisor.signum() > 0, "multipleOf");
      into.add(
          place -> {
            if (!place.value().isNumber()) {
              return Optional.empty();
            }
            BigDecimal number = place.value().number();
            place.steps().charge(digits(number, divisor) / DIGITS_A_STEP);
            return place.failsUnless(isMultiple(number, divisor), "multipleOf");
          });
    }
  }

  private static int digits(BigDecimal number, BigDecimal divisor) {
    int added = Math.abs(number.scale() - divisor.scale());
    return number.precision() + divisor.precision() + added;
  }

  /** Divides integers: both numbers times the same power of ten. */
  private static boolean isMultiple(BigDecimal number, BigDecimal divisor) {
    int scale = Math.max(number.scale(), divisor.scale());
    BigInteger dividend = number.setScale(scale).unscaledValue();
    return dividend.mod(divisor.setScale(scale).unscaledValue()).signum() == 0;
  }
}
