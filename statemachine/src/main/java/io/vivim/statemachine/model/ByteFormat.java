package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.ucan.Delegation;
import io.vivim.did.ucan.DelegationResult;
import java.util.Arrays;
import java.util.Optional;

/** What bytes have to be that a schema can only annotate. Applications' schemas cannot ask it. */
enum ByteFormat {
  /** Numbers of four bytes, one at least. */
  FLOAT32("float32", "four bytes are a number"),
  /** A delegation that can be read, whoever signed it and whatever it grants. */
  UCAN("ucan", "is no UCAN delegation");

  private final String text;
  private final String fault;

  ByteFormat(String text, String fault) {
    this.text = text;
    this.fault = fault;
  }

  /** As the annotation says it. */
  String text() {
    return text;
  }

  /** The format that a property's schema asks for. */
  static Optional<ByteFormat> of(Ipld property) {
    Optional<Ipld> format =
        property instanceof IpldMap schema ? schema.get("format") : Optional.empty();
    return Arrays.stream(values())
        .filter(each -> format.equals(Optional.of(Ipld.of(each.text))))
        .findAny();
  }

  Optional<Fault> check(String field, Ipld value) {
    return value instanceof Ipld.Binary bytes && isGood(bytes.value())
        ? Optional.empty()
        : Optional.of(Fault.of(Fault.Reason.SCHEMA, field, fault));
  }

  private boolean isGood(Bytes bytes) {
    return switch (this) {
      case FLOAT32 -> !bytes.isEmpty() && bytes.size() % Float.BYTES == 0;
      case UCAN -> Delegation.decode(bytes) instanceof DelegationResult.Good;
    };
  }
}
