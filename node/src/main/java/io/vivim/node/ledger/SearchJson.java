package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;

/** What a search found, as the RPC and the commands write it. */
public final class SearchJson {
  private SearchJson() {}

  /** A hit: the entity, and how well it matches. */
  public static IpldMap of(Search.Hit hit) {
    return IpldMap.builder()
        .put("score", Ipld.of((double) hit.score()))
        .put("entity", EntityJson.of(hit.entity()))
        .build();
  }
}
