package io.vivim.node.rpc;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;

/** The event of the examples: a good one, so that whoever tries the examples sees them work. */
final class ExampleEvent {
  static final String ID = "bafyreigwlphfdokcg3v5g5db3skss37egrmsv5fab4yl7sdahvagzqxdoq";
  static final String AUTHOR = "did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S";
  static final int POSITION = 1;

  private static final String TEXT =
      """
      {
        "auth": [],
        "author": "did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S",
        "body": {"set": {"content": "tea"}},
        "entityId": null,
        "id": {"/": "bafyreigwlphfdokcg3v5g5db3skss37egrmsv5fab4yl7sdahvagzqxdoq"},
        "parentId": null,
        "payload": {"/": "bafyreiaszxspaq567oiulzvphrx6snh3ol2f7daye43hkb7w3sfoeyzcqi"},
        "payloadSize": 52,
        "prev": null,
        "prevVersion": [],
        "salt": {"/": {"bytes": "AAECAwQFBgcICQoLDA0ODw"}},
        "scope": "public",
        "seq": 1,
        "signature": {"/": {"bytes": "qn1qTLiUsFl3zbu0s5EyChn/5de8F3pd3Df1WqNAjkI\
      9cARzD0FjKRPiNAZXAUgxHwoD+rIoW4wiF7NYoiWlAg"}},
        "signer": "did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S",
        "tags": [],
        "timestamp": "2026-02-26T10:30:00.123Z/0007",
        "type": "memory:create",
        "vectorClock": {"did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S": 1},
        "version": 1
      }
      """;

  private ExampleEvent() {}

  static Ipld event() {
    try {
      return DagJson.decode(TEXT).orThrow();
    } catch (RefusedException e) {
      throw new IllegalStateException("the example is no DAG-JSON", e);
    }
  }

  static IpldMap placed() {
    return IpldMap.builder().put("position", Ipld.of(POSITION)).put("event", event()).build();
  }
}
