package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.bool;
import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.shared;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.IpldMap;
import io.vivim.eventlog.Filter;
import io.vivim.events.EventLimits;

/** The schemas that several methods speak of, by the names under which the document has them. */
final class SharedSchemas {
  static final IpldMap CID = shared("Cid");
  static final IpldMap DID = shared("Did");
  static final IpldMap LINK = shared("Link");
  static final IpldMap BYTES = shared("Bytes");
  static final IpldMap TIMESTAMP = shared("Timestamp");
  static final IpldMap EVENT = shared("Event");
  static final IpldMap PLACED_EVENT = shared("PlacedEvent");
  static final IpldMap FILTER = shared("Filter");
  static final IpldMap ENTITY = shared("Entity");

  private SharedSchemas() {}

  static IpldMap all() {
    return IpldMap.builder()
        .put("Cid", text("A content id in base32.", "b[a-z2-7]+"))
        .put("Did", text("A did:key.", "did:key:z[1-9A-HJ-NP-Za-km-z]+"))
        .put("Link", object("A link, as DAG-JSON has it.", required("/", CID)))
        .put("Bytes", object("Bytes, as DAG-JSON has them.", required("/", base64())))
        .put(
            "Timestamp",
            text(
                "Milliseconds, and a counter in hex.",
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z/[0-9a-f]{4}"))
        .put("Event", event())
        .put(
            "PlacedEvent",
            object(
                "An event, and, with the node's token, its position in the log.",
                optional("position", integer("From 1.", 1, EventLimits.MAX_INTEGER)),
                required("event", EVENT)))
        .put("Filter", filter())
        .put("Entity", entity())
        .build();
  }

  private static IpldMap base64() {
    return object(
        "The bytes.", required("bytes", text("Base64 without padding.", "[A-Za-z0-9+/]*")));
  }

  private static IpldMap event() {
    return object(
        "The JSON form of an event (docs/spec/event.md); beside these fields it has those of its"
            + " payload, where that is here.",
        required("id", LINK),
        required("signature", BYTES),
        required("type", text("Such as memory:create.")),
        required("author", DID),
        required("signer", DID),
        required("timestamp", TIMESTAMP),
        required("seq", count("Place in the signer's log.")),
        required("prev", orNull(LINK)),
        required("entityId", orNull(LINK)),
        required("prevVersion", list("Heads of the entity.", LINK)),
        required("version", count("Lamport.")),
        required("vectorClock", object("Seq by did:key.")),
        required("parentId", orNull(LINK)),
        required("auth", list("Events that grant it.", LINK)),
        required("scope", text("public, circle:<id>, circle:new, private or local.")),
        required("payload", LINK),
        required("payloadSize", count("In bytes.")),
        optional("salt", BYTES),
        optional("tags", list("Each a name and values.", list("A tag.", text("A text.")))),
        optional("body", object("What the event says.")));
  }

  private static IpldMap entity() {
    return object(
        "What the events of an entity come to (docs/spec/state.md).",
        required("id", CID),
        required("kind", text("Such as memory.")),
        required("scope", text("public, circle:<id>, private:<did> or local:<did>.")),
        required("owners", list("Whose it is.", DID)),
        required("created", TIMESTAMP),
        required("updated", TIMESTAMP),
        required("heads", list("The events that no other of it has seen.", CID)),
        required("parents", list("What it was derived from.", CID)),
        required("model", orNull(CID)),
        required("fields", object("Values by field.")),
        required(
            "conflicts",
            object(
                "By field the values about which writers disagree, the shown one first: event,"
                    + " time, and value unless it was unset.")),
        required("gone", bool("Whether it was deleted or taken back.")),
        optional(
            "shortened",
            bool(
                "There where it has more than is shown. In a page, what grows with its events is"
                    + " left out.")),
        optional("cut", list("The fields of which a part is shown, or none.", text("A name."))),
        optional("encoded", object("Fields without DAG-JSON, as the bytes of their DAG-CBOR.")));
  }

  private static IpldMap count(String description) {
    return integer(description, 0, EventLimits.MAX_INTEGER);
  }

  private static IpldMap filter() {
    return object(
        "An event matches if it matches every field, and of each field one value. '#name' is a"
            + " field for tags of that name.",
        optional("ids", values(CID)),
        optional("authors", values(DID)),
        optional("signers", values(DID)),
        optional("types", values(text("Such as memory:create."))),
        optional("entityIds", values(CID)),
        optional("scopes", values(text("public, circle:<id>, private:<did> or local:<did>."))),
        optional("parents", values(CID)),
        optional("since", text("At this time or later: a Timestamp, or a moment of ISO 8601.")),
        optional("until", text("At this time or earlier.")));
  }

  private static IpldMap values(IpldMap value) {
    return list("Any of these.", value, Filter.MAX_VALUES);
  }
}
