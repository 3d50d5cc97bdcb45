package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody publishes on a topic (libp2p specifications, "pubsub", "The Message").
 *
 * <pre>
 *   1  from        peer id of the author          5  signature   over "libp2p-pubsub:" and fields 1 to 4
 *   2  data                                       6  key         the author's key
 *   3  seqno       eight bytes, big-endian
 *   4  topic
 * </pre>
 *
 * <p>Each field is there once or not at all, the topic always. It is passed on as the bytes in
 * which it came.
 */
public final class GossipMessage {
  private static final int FROM = 1;
  private static final int DATA = 2;
  private static final int SEQNO = 3;
  private static final int TOPIC = 4;
  private static final int SIGNATURE = 5;
  private static final int KEY = 6;

  private static final int SEQNO_BYTES = Long.BYTES;
  private static final Bytes SIGNED_FOR = Bytes.utf8("libp2p-pubsub:");

  private final String topic;
  private final Bytes data;
  private final @Nullable Bytes from;
  private final @Nullable Bytes seqno;
  private final @Nullable Bytes signature;
  private final @Nullable Bytes key;
  private final Bytes encoded;

  private GossipMessage(Fields of, Bytes encoded) {
    this.topic = Objects.requireNonNull(of.topic);
    this.data = of.data == null ? Bytes.EMPTY : of.data;
    this.from = of.from;
    this.seqno = of.seqno;
    this.signature = of.signature;
    this.key = of.key;
    this.encoded = encoded;
  }

  /** A message that says nothing of who made it. */
  public static GossipMessage anonymous(String topic, Bytes data) {
    Fields fields = new Fields();
    fields.topic = topic;
    fields.data = data;
    return made(fields);
  }

  /** Keeps the data once, as a part of what is passed on. */
  private static GossipMessage made(Fields fields) {
    Bytes encoded = fields.encode();
    int size = Objects.requireNonNull(fields.data).size();
    fields.data = encoded.slice(fields.dataEnd - size, fields.dataEnd);
    return new GossipMessage(fields, encoded);
  }

  /**
   * A message that its author has signed.
   *
   * @param seqno higher than in every message before; some peers drop others
   */
  public static GossipMessage signed(String topic, Bytes data, PrivateKey author, long seqno) {
    Fields fields = new Fields();
    fields.topic = topic;
    fields.data = data;
    fields.from = author.publicKey().peerId().bytes();
    fields.seqno = bytesOf(seqno);
    fields.signature = author.sign(Bytes.concat(SIGNED_FOR, fields.signedPart().toBytes()));
    // Some peers ask for the key even where the peer id has it.
    fields.key = author.publicKey().encode();
    return made(fields);
  }

  private static Bytes bytesOf(long number) {
    byte[] out = new byte[SEQNO_BYTES];
    for (int i = 0; i < SEQNO_BYTES; i++) {
      out[i] = (byte) (number >>> (Byte.SIZE * (SEQNO_BYTES - 1 - i)));
    }
    return Bytes.owning(out);
  }

  /** The message in these bytes. */
  public static GossipMessage decode(Bytes encoded, RpcLimits limits) throws WireException {
    ProtobufReader reader = ProtobufReader.of(encoded, limits.messageBytes());
    Fields fields = new Fields();
    while (reader.next()) {
      switch (reader.field()) {
        case FROM -> fields.from = reader.once().bytes();
        case DATA -> fields.data = reader.once().bytes();
        case SEQNO -> fields.seqno = reader.once().bytes();
        case TOPIC -> fields.topic = limits.topic(reader.once().string());
        case SIGNATURE -> fields.signature = reader.once().bytes();
        case KEY -> fields.key = reader.once().bytes();
        default -> {}
      }
    }
    if (fields.topic == null) {
      throw new WireException(WireReason.TRUNCATED, encoded.size());
    }
    return new GossipMessage(fields, encoded);
  }

  public String topic() {
    return topic;
  }

  public Bytes data() {
    return data;
  }

  /** The author, in binary, where the message names one. */
  public Optional<Bytes> from() {
    return Optional.ofNullable(from);
  }

  /** The author's number of the message. */
  public Optional<Bytes> seqno() {
    return Optional.ofNullable(seqno);
  }

  /** Whether it says anything of who made it. */
  public boolean isAnonymous() {
    return from == null && seqno == null && signature == null && key == null;
  }

  /** Whether it says of itself all that a signed message has to. */
  public boolean isSigned() {
    return from != null && signature != null && seqno != null && seqno.size() == SEQNO_BYTES;
  }

  /** Whether the author that it names has signed it. */
  public boolean verify() {
    if (from == null || signature == null) {
      return false;
    }
    try {
      PeerId author = PeerId.decode(from);
      Optional<PublicKey> signer =
          key == null ? author.publicKey() : Optional.of(PublicKey.decode(key));
      if (signer.isEmpty() || !author.isOf(signer.get())) {
        return false;
      }
      Bytes part = fields().signedPart().toBytes();
      return signer.get().verify(Bytes.concat(SIGNED_FOR, part), signature);
    } catch (PeerException e) {
      return false;
    }
  }

  /** The bytes that are passed on. */
  public Bytes encoded() {
    return encoded;
  }

  private Fields fields() {
    Fields fields = new Fields();
    fields.topic = topic;
    fields.data = data;
    fields.from = from;
    fields.seqno = seqno;
    return fields;
  }

  /** Whether all fields are the same, however they are written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GossipMessage that
        && topic.equals(that.topic)
        && data.equals(that.data)
        && Objects.equals(from, that.from)
        && Objects.equals(seqno, that.seqno)
        && Objects.equals(signature, that.signature)
        && Objects.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + data.hashCode();
  }

  @Override
  public String toString() {
    return "GossipMessage[" + topic + " " + data + "]";
  }

  /** The fields of a message that is being made. */
  private static final class Fields {
    @Nullable String topic;
    @Nullable Bytes data;
    @Nullable Bytes from;
    @Nullable Bytes seqno;
    @Nullable Bytes signature;
    @Nullable Bytes key;

    /** Where the data ends in what was written last. */
    int dataEnd;

    ProtobufWriter signedPart() {
      ProtobufWriter writer = new ProtobufWriter();
      write(writer, FROM, from);
      write(writer, DATA, data);
      dataEnd = writer.size();
      write(writer, SEQNO, seqno);
      return writer.string(TOPIC, Objects.requireNonNull(topic));
    }

    Bytes encode() {
      ProtobufWriter writer = signedPart();
      write(writer, SIGNATURE, signature);
      write(writer, KEY, key);
      return writer.toBytes();
    }

    private static void write(ProtobufWriter writer, int field, @Nullable Bytes value) {
      if (value != null) {
        writer.bytes(field, value);
      }
    }
  }
}
