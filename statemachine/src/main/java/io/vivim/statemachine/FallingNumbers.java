package io.vivim.statemachine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Of a row of numbers, the first that is below a bound; no number is kept that never is first. */
final class FallingNumbers {
  private final List<Integer> places = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private int size;

  void add(long number) {
    if (numbers.isEmpty() || number < numbers.get(numbers.size() - 1)) {
      places.add(size);
      numbers.add(number);
    }
    size++;
  }

  /** How many were added. */
  int size() {
    return size;
  }

  /** Of each number that is lower than all before it what its place and it come to. */
  <T> List<T> falling(BiFunction<Integer, Long, T> each) {
    List<T> all = new ArrayList<>(places.size());
    for (int i = 0; i < places.size(); i++) {
      all.add(each.apply(places.get(i), numbers.get(i)));
    }
    return all;
  }

  /** The place of the first number below a bound, or the size where all are as high. */
  int firstBelow(long bound) {
    int low = 0;
    int high = numbers.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers.get(middle) < bound) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < places.size() ? places.get(low) : size;
  }
}
