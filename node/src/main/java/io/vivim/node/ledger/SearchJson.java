package io.vivim.node.ledger;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.statemachine.Entity;

/** What a search found, as the RPC and the commands write it. */
public final class SearchJson {
  private SearchJson() {}

  /** A hit: the entity, and how well it matches. */
  public static IpldMap of(Search.Hit hit) {
    return IpldMap.builder()
        .put("score", Ipld.of((double) hit.score()))
        .put("entity", entity(hit.entity()))
        .build();
  }

  private static IpldMap entity(Entity entity) {
    IpldMap.Builder fields = IpldMap.builder();
    entity
        .fields()
        .forEach(
            (name, value) -> {
              if (hasJson(name, value)) {
                fields.put(name, value);
              }
            });
    return IpldMap.builder()
        .put("id", Ipld.of(entity.id().toString()))
        .put("kind", Ipld.of(entity.kind()))
        .put("scope", Ipld.of(entity.scope().toString()))
        .put(
            "owners",
            new Ipld.Sequence(
                entity.owners().stream().<Ipld>map(owner -> Ipld.of(owner.toString())).toList()))
        .put("created", Ipld.of(entity.created().toString()))
        .put("updated", Ipld.of(entity.updated().toString()))
        .put("fields", fields.build())
        .build();
  }

  /** A map in a value that would read as a link or as bytes has no DAG-JSON. */
  private static boolean hasJson(String name, Ipld value) {
    try {
      return !DagJson.encode(IpldMap.builder().put(name, value).build()).isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }
}
