package io.vivim.node.ledger;

import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.EventId;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.HistoryEntry;
import io.vivim.statemachine.model.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Entities and their histories as the RPC and the commands write them. A field whose value has no
 * DAG-JSON, since a map in it would read as a link, is under {@code encoded} as its DAG-CBOR.
 */
public final class EntityJson {
  private EntityJson() {}

  public static IpldMap of(Entity entity) {
    IpldMap.Builder fields = IpldMap.builder();
    IpldMap.Builder encoded = IpldMap.builder();
    entity.fields().forEach((name, value) -> put(name, value, fields, encoded));
    IpldMap.Builder json =
        about(entity)
            .put("heads", texts(entity.heads()))
            .put("parents", texts(entity.parents()))
            .put("fields", fields.build())
            .put("conflicts", conflicts(entity));
    if (entity.isCut()) {
      json.put("shortened", Ipld.TRUE).put("cut", texts(entity.cut()));
    }
    IpldMap left = encoded.build();
    return left.equals(IpldMap.EMPTY) ? json.build() : json.put("encoded", left).build();
  }

  /**
   * What an entity is, of one that is too large for an answer: nothing that grows with its events.
   */
  public static IpldMap shortened(Entity entity) {
    return about(entity)
        .put("heads", Ipld.listOf())
        .put("parents", Ipld.listOf())
        .put("fields", IpldMap.EMPTY)
        .put("conflicts", IpldMap.EMPTY)
        .put("shortened", Ipld.TRUE)
        .build();
  }

  private static IpldMap.Builder about(Entity entity) {
    return IpldMap.builder()
        .put("id", Ipld.of(entity.id().toString()))
        .put("kind", Ipld.of(entity.kind()))
        .put("scope", Ipld.of(entity.scope().toString()))
        .put("owners", texts(entity.owners()))
        .put("created", Ipld.of(entity.created().toString()))
        .put("updated", Ipld.of(entity.updated().toString()))
        .put(
            "model", entity.model().<Ipld>map(model -> Ipld.of(model.toString())).orElse(Ipld.NULL))
        .put("gone", Ipld.of(entity.isGone()));
  }

  private static void put(
      String name, Ipld value, IpldMap.Builder fields, IpldMap.Builder encoded) {
    if (hasJson(IpldMap.builder().put(name, value).build())) {
      fields.put(name, value);
    } else {
      encoded.put(name, Ipld.of(DagCbor.encode(value)));
    }
  }

  private static boolean hasJson(Ipld value) {
    try {
      return !DagJson.encode(value).isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }

  private static IpldMap conflicts(Entity entity) {
    IpldMap.Builder conflicts = IpldMap.builder();
    entity
        .conflicts()
        .forEach(
            (field, values) ->
                conflicts.put(
                    field,
                    new Ipld.Sequence(values.stream().<Ipld>map(EntityJson::written).toList())));
    return conflicts.build();
  }

  /** One of the values about which writers disagree; without {@code value} where it was unset. */
  private static IpldMap written(Written written) {
    IpldMap.Builder json =
        IpldMap.builder()
            .put("event", Ipld.of(written.stamp().event().toString()))
            .put("time", Ipld.of(written.stamp().timestamp().toString()));
    if (written.value().equals(Ipld.NULL)) {
      return json.build();
    }
    return hasJson(written.value())
        ? json.put("value", written.value()).build()
        : json.put("encoded", Ipld.of(DagCbor.encode(written.value()))).build();
  }

  /** An event of an entity's history, and whether it counts. */
  public static IpldMap of(HistoryEntry entry) {
    EventId by = entry.verdict().by();
    IpldMap.Builder json =
        IpldMap.builder()
            .put("event", Ipld.of(entry.event().toString()))
            .put("time", Ipld.of(entry.time().toString()))
            .put("ground", Ipld.of(entry.verdict().ground().code()));
    if (!entry.verdict().counts()) {
      json.put("message", Ipld.of(entry.verdict().ground().text()));
    }
    return by == null ? json.build() : json.put("by", Ipld.of(by.toString())).build();
  }

  private static Ipld texts(Collection<?> values) {
    List<Ipld> texts = new ArrayList<>();
    values.forEach(value -> texts.add(Ipld.of(value.toString())));
    return new Ipld.Sequence(texts);
  }
}
