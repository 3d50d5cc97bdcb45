package io.vivim.statemachine.schema;

import java.util.Optional;

/**
 * {@code contains}, with {@code minContains} and {@code maxContains}.
 *
 * @param tooFew the keyword that fails where there are fewer than {@code least}
 */
record Contains(SchemaNode wanted, int least, String tooFew, int most) implements Keyword {
  @Override
  public Optional<Failure> check(Place place) throws ExhaustedException {
    if (place.value().kind() != Kind.ARRAY) {
      return Optional.empty();
    }
    int found = 0;
    for (int i = 0; i < place.value().size(); i++) {
      if (place.applyToChild(i, wanted).isEmpty() && ++found > most) {
        return Optional.of(place.fails("maxContains"));
      }
    }
    return place.failsUnless(found >= least, tooFew);
  }
}
