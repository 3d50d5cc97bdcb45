package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as it came: bytes that nobody has looked at yet. On the wire it is a DAG-CBOR list of
 * the header's bytes and the payload's bytes or null.
 */
public record RawEvent(Bytes header, @Nullable Bytes payload) {
  /** The event of a wire form. */
  public static Checked<RawEvent> decode(Bytes wire) {
    Decoded<Ipld> decoded = DagCbor.decode(wire, EventLimits.WIRE);
    if (decoded instanceof Decoded.Refused<Ipld> refused) {
      return new Checked.Bad<>(new Rejection(RejectionReason.WIRE, refused.refusal().toString()));
    }
    if (decoded instanceof Decoded.Value<Ipld> good
        && good.value() instanceof Ipld.Sequence pair
        && pair.values().size() == 2
        && pair.values().get(0) instanceof Ipld.Binary header) {
      if (pair.values().get(1) instanceof Ipld.Binary payload) {
        return new Checked.Good<>(new RawEvent(header.value(), payload.value()));
      } else if (pair.values().get(1).equals(Ipld.NULL)) {
        return new Checked.Good<>(new RawEvent(header.value(), null));
      }
    }
    return new Checked.Bad<>(new Rejection(RejectionReason.WIRE));
  }

  /** The wire form. */
  public Bytes encode() {
    return DagCbor.encode(
        new Ipld.Sequence(
            List.of(Ipld.of(header), payload == null ? Ipld.NULL : Ipld.of(payload))));
  }

  /** What it weighs where queues are bounded. */
  public int size() {
    return header.size() + (payload == null ? 0 : payload.size());
  }
}
