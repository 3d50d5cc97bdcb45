package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the second and the third message of a handshake carry (libp2p specifications, "noise"), in
 * protobuf:
 *
 * <pre>
 * NoiseHandshakePayload   1 identity_key: bytes   2 identity_sig: bytes   4 extensions: message
 * NoiseExtensions         1 webtransport_certhashes: bytes, any number
 *                         2 stream_muxers: string, any number
 * </pre>
 *
 * @param identityKey empty where it is missing
 * @param signature empty where it is missing
 */
record Payload(Bytes identityKey, Bytes signature, NoiseExtensions extensions) {
  private static final int IDENTITY_KEY = 1;
  private static final int IDENTITY_SIG = 2;
  private static final int EXTENSIONS = 4;

  private static final int CERTHASHES = 1;
  private static final int MUXERS = 2;

  Bytes encode() {
    ProtobufWriter writer =
        new ProtobufWriter().bytes(IDENTITY_KEY, identityKey).bytes(IDENTITY_SIG, signature);
    if (!extensions.isEmpty()) {
      ProtobufWriter inner = new ProtobufWriter();
      extensions.certificateHashes().forEach(hash -> inner.bytes(CERTHASHES, hash));
      extensions.muxers().forEach(muxer -> inner.string(MUXERS, muxer));
      writer.bytes(EXTENSIONS, inner.toBytes());
    }
    return writer.toBytes();
  }

  static Payload decode(Bytes encoded) throws NoiseException {
    Bytes identityKey = Bytes.EMPTY;
    Bytes signature = Bytes.EMPTY;
    NoiseExtensions extensions = NoiseExtensions.NONE;
    try {
      ProtobufReader reader = ProtobufReader.of(encoded, NoiseHandshake.MAX_PAYLOAD_BYTES);
      while (reader.next()) {
        switch (reader.field()) {
          case IDENTITY_KEY -> identityKey = reader.once().bytes();
          case IDENTITY_SIG -> signature = reader.once().bytes();
          case EXTENSIONS -> extensions = decodeExtensions(reader.once().bytes());
          default -> {
            // A field of a later version.
          }
        }
      }
    } catch (WireException e) {
      throw new NoiseException(NoiseError.BAD_PAYLOAD);
    }
    return new Payload(identityKey, signature, extensions);
  }

  private static NoiseExtensions decodeExtensions(Bytes encoded) throws WireException {
    List<Bytes> hashes = new ArrayList<>();
    List<String> muxers = new ArrayList<>();
    ProtobufReader reader = ProtobufReader.of(encoded, NoiseHandshake.MAX_PAYLOAD_BYTES);
    while (reader.next()) {
      switch (reader.field()) {
        case CERTHASHES -> hashes.add(reader.bytes().compact());
        case MUXERS -> muxers.add(reader.string());
        default -> {
          // An extension that is not ours.
        }
      }
    }
    return new NoiseExtensions(hashes, muxers);
  }
}
