package io.vivim.node.rpc;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;

/** The event of the examples: a good one, so that whoever tries the examples sees them work. */
final class ExampleEvent {
  static final String ID = "bafyreigwsrbktt7dnivg52ti7b2mo36vs4tq4efhxxxzzwtngp3kg5cauy";
  static final String AUTHOR = "did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S";
  static final int POSITION = 1;

  private static final String TEXT =
      """
      {
        "auth": [],
        "author": "did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S",
        "body": {"set": {"text": "x"}},
        "entityId": null,
        "id": {"/": "bafyreigwsrbktt7dnivg52ti7b2mo36vs4tq4efhxxxzzwtngp3kg5cauy"},
        "parentId": null,
        "payload": {"/": "bafyreibcbd66cvqlyf2vjuxpsuz34odzjenvk2yn4uylzga5v4b36z4f2e"},
        "payloadSize": 47,
        "prev": null,
        "prevVersion": [],
        "salt": {"/": {"bytes": "AAECAwQFBgcICQoLDA0ODw"}},
        "scope": "public",
        "seq": 1,
        "signature": {"/": {"bytes": "UJmj/JzzI9LNNyDk2kNRWDitoXF0Jfumu8WfFcv6v2h\
      Q5c3Rz5o22v3C8IUwJaGvhd5Mw7DTx5CbU5DcI6oBBQ"}},
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
