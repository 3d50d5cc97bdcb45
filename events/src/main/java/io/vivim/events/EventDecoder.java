package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads events and checks all that their bytes alone can show, signatures excepted. Any thread may
 * use it; it remembers the DIDs that it met last.
 */
public final class EventDecoder {
  private final KnownKeys keys = new KnownKeys();

  /** Reads and checks an event. */
  public Checked<DecodedEvent> decode(RawEvent raw) {
    return decode(raw, EventId.ofHeader(raw.header()));
  }

  /** Reads and checks an event whose id was made of its header already. */
  public Checked<DecodedEvent> decode(RawEvent raw, EventId id) {
    try {
      EventHeader header = header(raw.header());
      StructureCheck.check(header);
      return new Checked.Good<>(new DecodedEvent(id, header, raw, payload(header, raw.payload())));
    } catch (RejectedException e) {
      return new Checked.Bad<>(e.rejection());
    }
  }

  private EventHeader header(Bytes bytes) throws RejectedException {
    if (bytes.size() > EventLimits.MAX_HEADER_BYTES) {
      throw new RejectedException(RejectionReason.HEADER_SIZE);
    }
    try {
      return HeaderReader.read(bytes, keys);
    } catch (RefusedException e) {
      throw new RejectedException(RejectionReason.HEADER_ENCODING, e.refusal().toString());
    }
  }

  private static @Nullable Payload payload(EventHeader header, @Nullable Bytes bytes)
      throws RejectedException {
    if (header.payloadSize() > EventLimits.MAX_PAYLOAD_BYTES) {
      throw new RejectedException(RejectionReason.PAYLOAD_SIZE);
    }
    if (bytes == null) {
      return null;
    }
    if (bytes.size() != header.payloadSize()) {
      throw new RejectedException(RejectionReason.PAYLOAD_SIZE, bytes.size() + " bytes");
    }
    if (!Multihash.sha256(bytes).digest().equals(header.payload())) {
      throw new RejectedException(RejectionReason.PAYLOAD_MISMATCH);
    }
    Payload payload = Payload.read(bytes);
    if (header.type().isControl() && payload instanceof Payload.Malformed) {
      throw new RejectedException(RejectionReason.PAYLOAD_MALFORMED);
    }
    if (header.type().isControl() && payload instanceof Payload.Sealed) {
      throw new RejectedException(RejectionReason.PAYLOAD_SEALED);
    }
    return payload;
  }

  /**
   * Whether {@code payload} is the one that a header names, which was decoded before; far cheaper
   * than decoding both again.
   */
  public static boolean isPayloadOf(Bytes knownHeader, Bytes payload) {
    return Multihash.sha256(payload).digest().equals(HeaderReader.payloadDigest(knownHeader));
  }
}
