package io.vivim.libp2p.noise;

/** Why a handshake came to nothing, or a connection ended: a closed list. */
public enum NoiseError {
  /** A message is too short for the keys and the tag that it must hold. */
  TRUNCATED,
  /** The first message of a handshake holds more than a key. */
  TRAILING_BYTES,
  /** A message of a handshake is longer than {@link NoiseHandshake#MAX_PAYLOAD_BYTES} allow. */
  TOO_LARGE,
  /** A key with which every secret is zero, whoever has the other one. */
  LOW_ORDER_POINT,
  /** A message that was changed on its way, or sealed for another connection or another place. */
  BAD_TAG,
  /** The payload of a handshake is no protobuf message, or one with fields of other types. */
  BAD_PAYLOAD,
  /** The payload has no identity key, or one that is none in libp2p's form. */
  BAD_IDENTITY_KEY,
  /** The identity key has not signed the peer's static key. */
  BAD_SIGNATURE,
  /** The peer has proven who it is, and it is another one than was wanted. */
  OTHER_PEER,
  /** Both sides name muxers, and no muxer is named by both. */
  NO_COMMON_MUXER,
  /** As many frames were sealed as one key can; no connection lives so long. */
  NONCES_EXHAUSTED
}
