package io.vivim.node.rpc;

import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.eventlog.Filter;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a filter out of its JSON form, in the manner of NIP-01. */
final class FilterJson {
  private final String parameter;
  private final Filter.Builder filter = Filter.builder();

  private FilterJson(String parameter) {
    this.parameter = parameter;
  }

  static Filter read(String parameter, Ipld value) throws RpcException {
    if (!(value instanceof IpldMap map)) {
      throw RpcException.invalid(parameter, "is no object");
    }
    FilterJson reader = new FilterJson(parameter);
    for (String field : map.keys()) {
      reader.field(field, map.get(field).orElseThrow());
    }
    try {
      return reader.filter.build();
    } catch (IllegalArgumentException e) {
      throw RpcException.invalid(
          parameter,
          "has more than "
              + Filter.MAX_VALUES
              + " values of a field or "
              + Filter.MAX_TAG_NAMES
              + " names of tags");
    }
  }

  private void field(String name, Ipld value) throws RpcException {
    switch (name) {
      case "ids" -> filter.ids(each(name, value, EventId::parse));
      case "authors" -> filter.authors(each(name, value, FilterJson::did));
      case "signers" -> filter.signers(each(name, value, FilterJson::did));
      case "types" ->
          filter.types(each(name, value, type -> EventType.parse(type).map(EventType::name)));
      case "entityIds" -> filter.entityIds(each(name, value, EventId::parse));
      case "scopes" -> filter.scopes(each(name, value, LogScope::parse));
      case "parents" -> filter.parents(each(name, value, FilterJson::cid));
      case "since" -> filter.since(time(name, value, 0));
      case "until" -> filter.until(time(name, value, Timestamp.MAX_COUNTER));
      default -> {
        if (!name.startsWith("#") || name.length() == 1) {
          throw wrong(name, "is no field of a filter");
        }
        filter.tag(name.substring(1), each(name, value, Optional::of));
      }
    }
  }

  private <T> Set<T> each(String field, Ipld value, Function<String, Optional<T>> parser)
      throws RpcException {
    if (!(value instanceof Ipld.Sequence list) || list.values().isEmpty()) {
      throw wrong(field, "is no array of one string or more");
    }
    Set<T> values = new HashSet<>();
    for (Ipld item : list.values()) {
      values.add(
          text(item).flatMap(parser).orElseThrow(() -> wrong(field, "has a malformed value")));
    }
    return values;
  }

  private static Optional<String> text(Ipld value) {
    return value instanceof Ipld.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private static Optional<DidKey> did(String text) {
    try {
      return Optional.of(DidKey.parse(text));
    } catch (DidException e) {
      return Optional.empty();
    }
  }

  private static Optional<Cid> cid(String text) {
    try {
      return Optional.of(Cid.parse(text));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /** The timestamp of a text, or the one of a moment that has this counter. */
  private Timestamp time(String field, Ipld value, int counter) throws RpcException {
    return text(value)
        .flatMap(text -> Timestamp.parse(text).or(() -> moment(text, counter)))
        .orElseThrow(() -> wrong(field, "is no time"));
  }

  private static Optional<Timestamp> moment(String text, int counter) {
    try {
      return Optional.of(Timestamp.of(Instant.parse(text).toEpochMilli(), counter));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private RpcException wrong(String field, String what) {
    return RpcException.invalid(parameter + "." + field, what);
  }
}
