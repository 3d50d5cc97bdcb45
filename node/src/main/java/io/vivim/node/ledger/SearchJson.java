package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;

/** What a search found, as the RPC and the commands write it. */
public final class SearchJson {
  private SearchJson() {}

  /** A hit: the entity, and how well it matches. */
  public static IpldMap of(Search.Hit hit) {
    return of(hit, EntityJson.of(hit.entity()));
  }

  /**
   * The same.
   *
   * @param entity how the entity is written
   */
  public static IpldMap of(Search.Hit hit, IpldMap entity) {
    return IpldMap.builder()
        .put("score", Ipld.of((double) hit.score()))
        .put("entity", entity)
        .build();
  }
}
