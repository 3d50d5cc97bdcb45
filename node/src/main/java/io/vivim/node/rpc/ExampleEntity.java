package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.List;

/** The entity of the examples, as {@code entity_create} might have made it. */
final class ExampleEntity {
  static final String ID = "bafyreih5w2bsatxnvg7gh2mtm7s2oqwhwqnjxxqzznbf2yvdqwwjfbgt2i";
  static final String OWNER = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
  private static final String TIME = "2026-02-26T10:30:00.123Z/0000";

  private ExampleEntity() {}

  static IpldMap fields(String content) {
    return IpldMap.builder()
        .put("content", Ipld.of(content))
        .put("memoryType", Ipld.of("preference"))
        .build();
  }

  static IpldMap entity() {
    return IpldMap.builder()
        .put("id", Ipld.of(ID))
        .put("kind", Ipld.of("memory"))
        .put("scope", Ipld.of("private:" + OWNER))
        .put("owners", Schemas.texts(List.of(OWNER)))
        .put("created", Ipld.of(TIME))
        .put("updated", Ipld.of(TIME))
        .put("heads", Schemas.texts(List.of(ID)))
        .put("parents", Ipld.listOf())
        .put("model", Ipld.NULL)
        .put("fields", fields("tea at four"))
        .put("conflicts", IpldMap.EMPTY)
        .put("gone", Ipld.FALSE)
        .build();
  }

  /** What a write answers; the first event of an entity is its id. */
  static IpldMap written(String event, int position) {
    return IpldMap.builder()
        .put("id", Ipld.of(ID))
        .put("event", Ipld.of(event))
        .put("position", Ipld.of(position))
        .put("ground", Ipld.of("counts"))
        .build();
  }

  static IpldMap history() {
    return IpldMap.builder()
        .put("event", Ipld.of(ID))
        .put("time", Ipld.of(TIME))
        .put("ground", Ipld.of("counts"))
        .build();
  }
}
