package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code prefixItems}, and {@code items} for all behind them. */
record Items(List<SchemaNode> prefix, @Nullable SchemaNode rest) implements Keyword {
  @Override
  public Optional<Failure> check(Place place) throws ExhaustedException {
    if (place.value().kind() != Kind.ARRAY) {
      return Optional.empty();
    }
    for (int i = 0; i < place.value().size(); i++) {
      SchemaNode schema = i < prefix.size() ? prefix.get(i) : rest;
      if (schema == null) {
        break;
      }
      Optional<Failure> failure = place.applyToChild(i, schema);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }
}
