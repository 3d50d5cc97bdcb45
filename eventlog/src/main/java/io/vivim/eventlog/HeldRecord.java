package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.Limits;
import io.vivim.events.Checked;
import io.vivim.events.RawEvent;
import java.util.List;
import java.util.Optional;

/**
 * An event that waits, as the store keeps it: the DAG-CBOR list {@code [source, wire form]}. What
 * it waits for is found again by looking.
 */
record HeldRecord(Source source, RawEvent raw) {
  Bytes encode() {
    return DagCbor.encode(
        new Ipld.Sequence(List.of(Ipld.of(source.name()), Ipld.of(raw.encode()))));
  }

  static Optional<HeldRecord> decode(Bytes value) {
    if (DagCbor.decode(value, Limits.BLOCK) instanceof Decoded.Value<Ipld> good
        && good.value() instanceof Ipld.Sequence pair
        && pair.values().size() == 2
        && pair.values().get(0) instanceof Ipld.Text source
        && pair.values().get(1) instanceof Ipld.Binary wire
        && RawEvent.decode(wire.value()) instanceof Checked.Good<RawEvent> raw) {
      return Optional.of(new HeldRecord(new Source(source.value()), raw.value()));
    }
    return Optional.empty();
  }
}
