package io.vivim.search;

import java.util.Optional;

/**
 * Where a model places something: numbers whose direction counts and whose length does not.
 *
 * <p>Kept at length 1, so that a dot product is the cosine.
 */
public final class Embedding {
  /** The most numbers that are indexed: half of what Lucene writes of one value, 32 KiB. */
  public static final int MAX_DIMENSION = 4096;

  /** The longest name of a model. */
  public static final int MAX_MODEL_CHARS = 200;

  private final String model;
  private final float[] unit;

  private Embedding(String model, float[] unit) {
    this.model = model;
    this.unit = unit;
  }

  /**
   * The embedding of these numbers; empty where there are none or too many, one is not finite or
   * all are zero, or the model has no name or too long a one. A document without an embedding is
   * still found by all else, which is what should become of a document with a bad one.
   */
  public static Optional<Embedding> of(String model, float[] numbers) {
    if (numbers.length == 0
        || numbers.length > MAX_DIMENSION
        || model.isEmpty()
        || model.length() > MAX_MODEL_CHARS) {
      return Optional.empty();
    }
    double squares = 0;
    for (float number : numbers) {
      squares += (double) number * number;
    }
    // A sum of squares of finite floats fits a double.
    if (!Double.isFinite(squares) || squares == 0) {
      return Optional.empty();
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[numbers.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (numbers[i] / length);
    }
    return Optional.of(new Embedding(model, unit));
  }

  public String model() {
    return model;
  }

  public int dimension() {
    return unit.length;
  }

  /** The numbers, which are shared with this and not to be changed. */
  float[] unit() {
    return unit;
  }
}
