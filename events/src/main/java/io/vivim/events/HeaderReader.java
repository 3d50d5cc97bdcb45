package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.DagCborReader.Token;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidKey;
import io.vivim.did.SignedEnvelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a header token by token: canonical order makes the order of the keys known.
 *
 * <pre>
 *   82                                  a list of two
 *     58 40 | 64 bytes                  the signature, over all that follows
 *     a2                                a map of two
 *       61 68  48 | 34 01 ed 01 ed 01 13 71           "h": the varsig header
 *       71 vivim/event@1.0.0  af        a map of fifteen, its keys by length, then by bytes
 *         63 seq           uint         64 auth        list of links   64 prev      link | null
 *         64 type          text         65 scope       text            66 author    text
 *         66 signer        text         67 payload     link            67 version   uint
 *         68 entityId      link | null  68 parentId    link | null     69 timestamp uint64
 *         6b payloadSize   uint         6b prevVersion list of links
 *         6b vectorClock   map of uints by did:key
 * </pre>
 */
final class HeaderReader {
  private static final int SIGNATURE_FROM = 3;
  static final int SIGNATURE_BYTES = 64;

  /** The key "payload", tag 42, and a CIDv1 of dag-cbor and sha2-256 up to its digest. */
  private static final Bytes PAYLOAD_KEY =
      Bytes.fromHex("677061796c6f6164" + "d82a" + "582500" + "01711220");

  private static final int SIGNED_FROM = SIGNATURE_FROM + SIGNATURE_BYTES;

  private final DagCborReader in;
  private final KnownKeys keys;

  private HeaderReader(DagCborReader in, KnownKeys keys) {
    this.in = in;
    this.keys = keys;
  }

  /** The header of canonical bytes; refused where they are not. */
  static EventHeader read(Bytes bytes, KnownKeys keys) throws RefusedException, RejectedException {
    return new HeaderReader(DagCborReader.over(bytes, EventLimits.HEADER), keys).envelope();
  }

  /** The signature of a header that was read. */
  static Bytes signature(Bytes header) {
    return header.slice(SIGNATURE_FROM, SIGNED_FROM);
  }

  /**
   * The digest of the payload that a header names which was read before, without reading it again.
   * What is in front of this key cannot hold the same bytes: texts, and digests that nobody
   * chooses.
   */
  static Bytes payloadDigest(Bytes header) {
    int digest = header.indexOf(PAYLOAD_KEY, SIGNED_FROM) + PAYLOAD_KEY.size();
    return header.slice(digest, digest + EventId.DIGEST_BYTES);
  }

  /** The bytes of a header that was read which its signature is over. */
  static Bytes signedBytes(Bytes header) {
    return header.from(SIGNED_FROM);
  }

  private EventHeader envelope() throws RejectedException {
    requireEnvelope(in.next() == Token.LIST);
    requireEnvelope(in.next() == Token.BINARY && in.bytes().size() == SIGNATURE_BYTES);
    requireEnvelope(in.next() == Token.MAP && in.next() == Token.KEY && in.isText("h"));
    if (in.next() != Token.BINARY || !in.bytes().equals(SignedEnvelope.VARSIG)) {
      throw new RejectedException(RejectionReason.SIGNATURE_ALGORITHM);
    }
    requireEnvelope(in.next() == Token.KEY);
    if (!in.isText(EventHeader.TAG)) {
      throw new RejectedException(RejectionReason.TAG);
    }
    requireEnvelope(in.next() == Token.MAP);
    EventHeader header = content();
    boolean mapEnds = in.next() == Token.END;
    boolean listEnds = in.next() == Token.END;
    requireEnvelope(mapEnds && listEnds);
    return header;
  }

  private static void requireEnvelope(boolean holds) throws RejectedException {
    if (!holds) {
      throw new RejectedException(RejectionReason.ENVELOPE);
    }
  }

  private EventHeader content() throws RejectedException {
    long seq = number("seq", 1);
    List<EventId> auth = links("auth", EventLimits.MAX_AUTH);
    EventId prev = linkOrNull("prev");
    EventType type = type();
    Scope scope = scope();
    DidKey author = key("author", RejectionReason.AUTHOR);
    DidKey signer = key("signer", RejectionReason.SIGNER);
    Bytes payload = payload();
    long version = number("version", 1);
    EventId entityId = linkOrNull("entityId");
    Cid parentId = anyLinkOrNull("parentId");
    Timestamp timestamp = timestamp();
    long payloadSize = number("payloadSize", 0);
    List<EventId> prevVersion = links("prevVersion", EventLimits.MAX_PREV_VERSIONS);
    VectorClock clock = clock();
    if (in.next() != Token.END) {
      throw new RejectedException(RejectionReason.HEADER_KEYS);
    }
    return new EventHeader(
        type,
        author,
        signer,
        timestamp,
        seq,
        prev,
        entityId,
        prevVersion,
        version,
        clock,
        parentId,
        auth,
        scope,
        payload,
        payloadSize);
  }

  private Token field(String name) throws RejectedException {
    Token token = in.next();
    if (token != Token.KEY || !in.isText(name)) {
      throw new RejectedException(RejectionReason.HEADER_KEYS, name);
    }
    return in.next();
  }

  private static void requireKind(boolean holds, String name) throws RejectedException {
    if (!holds) {
      throw new RejectedException(RejectionReason.FIELD_KIND, name);
    }
  }

  private String text(String name) throws RejectedException {
    requireKind(field(name) == Token.TEXT, name);
    return in.text();
  }

  private long number(String name, long least) throws RejectedException {
    requireKind(field(name) == Token.INT, name);
    long found = inRange();
    if (found < least) {
      throw new RejectedException(RejectionReason.NUMBER_RANGE, name);
    }
    return found;
  }

  /** The integer read last, or -1 where it is negative or larger than every language holds. */
  private long inRange() {
    Ipld.Int number = in.integer();
    boolean fits =
        number.fitsLong() && number.asLong() >= 0 && number.asLong() <= EventLimits.MAX_INTEGER;
    return fits ? number.asLong() : -1;
  }

  private Timestamp timestamp() throws RejectedException {
    requireKind(field("timestamp") == Token.INT, "timestamp");
    Ipld.Int number = in.integer();
    boolean isNegative =
        number.fitsLong() ? number.asLong() < 0 : number.asBigInteger().signum() < 0;
    if (isNegative) {
      throw new RejectedException(RejectionReason.NUMBER_RANGE, "timestamp");
    }
    // What CBOR has above a long still fits 64 bits without a sign.
    long bits = number.fitsLong() ? number.asLong() : number.asBigInteger().longValue();
    if (!Timestamp.isInRange(bits)) {
      throw new RejectedException(RejectionReason.TIMESTAMP_RANGE);
    }
    return new Timestamp(bits);
  }

  private EventType type() throws RejectedException {
    return EventType.parse(text("type"))
        .orElseThrow(() -> new RejectedException(RejectionReason.TYPE));
  }

  private Scope scope() throws RejectedException {
    return Scope.parse(text("scope"))
        .orElseThrow(() -> new RejectedException(RejectionReason.SCOPE));
  }

  private DidKey key(String name, RejectionReason reason) throws RejectedException {
    DidKey found = keys.find(text(name));
    if (found == null) {
      throw new RejectedException(reason);
    }
    return found;
  }

  private Bytes payload() throws RejectedException {
    requireKind(field("payload") == Token.LINK, "payload");
    return eventLink("payload").digest();
  }

  private @Nullable EventId linkOrNull(String name) throws RejectedException {
    Token token = field(name);
    requireKind(token == Token.LINK || token == Token.NULL, name);
    return token == Token.NULL ? null : eventLink(name);
  }

  private @Nullable Cid anyLinkOrNull(String name) throws RejectedException {
    Token token = field(name);
    requireKind(token == Token.LINK || token == Token.NULL, name);
    return token == Token.NULL ? null : in.link();
  }

  private EventId eventLink(String name) throws RejectedException {
    return EventId.ofCid(in.linkBytes())
        .orElseThrow(() -> new RejectedException(RejectionReason.LINK_KIND, name));
  }

  private List<EventId> links(String name, int most) throws RejectedException {
    requireKind(field(name) == Token.LIST, name);
    List<EventId> links = new ArrayList<>(2);
    for (Token token = in.next(); token != Token.END; token = in.next()) {
      requireKind(token == Token.LINK, name);
      if (links.size() == most) {
        throw new RejectedException(RejectionReason.TOO_MANY_LINKS, name);
      }
      links.add(eventLink(name));
    }
    return links;
  }

  private VectorClock clock() throws RejectedException {
    requireKind(field("vectorClock") == Token.MAP, "vectorClock");
    String[] signers = new String[4];
    long[] seqs = new long[4];
    int size = 0;
    for (Token token = in.next(); token != Token.END; token = in.next()) {
      if (size == EventLimits.MAX_CLOCK_ENTRIES) {
        throw new RejectedException(RejectionReason.CLOCK_SIZE);
      }
      if (size == signers.length) {
        signers = Arrays.copyOf(signers, 2 * size);
        seqs = Arrays.copyOf(seqs, 2 * size);
      }
      DidKey signer = keys.find(in.text());
      requireKind(in.next() == Token.INT, "vectorClock");
      seqs[size] = inRange();
      if (seqs[size] < 1 || signer == null) {
        throw new RejectedException(RejectionReason.CLOCK_ENTRY, Integer.toString(size));
      }
      // The key's own text, so that clocks of one signer share it.
      signers[size] = signer.toString();
      size++;
    }
    return VectorClock.ofSorted(Arrays.copyOf(signers, size), Arrays.copyOf(seqs, size));
  }
}
