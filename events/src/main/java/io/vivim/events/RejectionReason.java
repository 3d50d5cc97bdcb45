package io.vivim.events;

import java.util.Locale;

/**
 * Why an event is refused for good: a closed list, each with the code that vectors and APIs use.
 */
public enum RejectionReason {
  /** The wire form is not a list of a header and a payload. */
  WIRE("the wire form is not [header bytes, payload bytes or null]"),
  /** A text is not the JSON form of an event. */
  JSON("the text is not the JSON form of an event"),
  /** The JSON form's id, payload CID or payload size is not that of its other fields. */
  JSON_MISMATCH("the JSON form contradicts itself"),

  HEADER_SIZE("the header is larger than 32 KiB"),
  HEADER_ENCODING("the header is not canonical DAG-CBOR"),
  ENVELOPE("the header is not a signature and a map of two"),
  SIGNATURE_ALGORITHM("the signature header is not that of Ed25519 over DAG-CBOR"),
  TAG("the envelope's tag is not that of an event"),
  HEADER_KEYS("a key of the header is missing or unknown"),
  FIELD_KIND("a field of the header has a value of the wrong kind"),
  NUMBER_RANGE("a number of the header is out of range"),
  TIMESTAMP_RANGE("the timestamp is beyond the year 9999"),
  TYPE("there is no such event type"),
  AUTHOR("the author is no did:key of an Ed25519 key"),
  SIGNER("the signer is no did:key of an Ed25519 key"),
  SCOPE("there is no such scope"),
  LINK_KIND("a link to an event or payload is no CIDv1 of dag-cbor and sha2-256"),
  TOO_MANY_LINKS("more prevVersion or auth links than allowed"),
  REPEATED_LINK("prevVersion or auth name the same event twice"),
  CLOCK_ENTRY("an entry of the vector clock is no did:key with a seq"),
  CLOCK_SIZE("the vector clock has more than 256 entries"),
  CLOCK_OWN_ENTRY("the vector clock's entry of the signer is not seq"),
  CHAIN_START("prev is null where seq is above 1, or the other way round"),
  ENTITY_ON_CREATE("a first event names an entity or its heads"),
  ENTITY_MISSING("the event names no entity"),
  PREV_VERSION_MISSING("the event names no heads of its entity"),
  CIRCLE_NEW("scope circle:new and circle:create need each other, and seq 1"),

  PAYLOAD_SIZE("the payload is larger than 64 KiB or not of the size that the header says"),
  PAYLOAD_MISMATCH("the payload is not the one that the header names"),
  PAYLOAD_MALFORMED("the payload of a control event cannot be read"),
  PAYLOAD_SEALED("the payload of a control event is sealed"),

  SIGNATURE("the signature is not good"),

  CAUSE_ENTITY("a prevVersion belongs to another entity"),
  CAUSE_SCOPE("a prevVersion has another scope"),
  AUTH_SCOPE("an auth has a scope that this event may not cite"),
  TIMESTAMP_ORDER("the timestamp is not above that of every cause"),
  VERSION("the version is not one above the highest of the causes"),
  VECTOR_CLOCK("the vector clock is not what the causes imply"),
  NOT_A_DEVICE("the signer is not the author and cites no grant of a device"),
  NOT_ALLOWED("the author does not own the entity and cites no grant");

  private final String text;

  RejectionReason(String text) {
    this.text = text;
  }

  /** The stable code, such as {@code header-keys}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code();
  }
}
