package io.vivim.libp2p.peer;

import java.util.Locale;

/** Why a key, a peer id or a signed thing was refused: a closed list. */
public enum PeerReason {
  /** Longer than any of its kind. */
  TOO_LARGE("it exceeds its size limit"),
  /** No protobuf message, or one with fields of other types. */
  PROTOBUF("it is no well-formed message"),
  /** The right values in other bytes than the one form that libp2p allows. */
  NOT_CANONICAL("it is not in its one deterministic form"),
  /** A kind of key that libp2p does not define. */
  KEY_TYPE("the type of the key is not known"),
  /** Bytes that are no key of their kind, or a weaker or larger one than is used. */
  KEY("the bytes are no key of their type"),
  /** Neither the inlined key nor the SHA-256 of one, or not the text of such. */
  PEER_ID("it is no peer id"),
  /** Not what the key has signed for this purpose. */
  SIGNATURE("the signature does not hold"),
  /** An envelope around something else. */
  PAYLOAD_TYPE("the envelope holds something else"),
  /** A record about another peer than the one that signed it. */
  OTHER_PEER("the record is about another peer than its signer");

  private final String code;
  private final String text;

  PeerReason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code key-type}. */
  public String code() {
    return code;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
