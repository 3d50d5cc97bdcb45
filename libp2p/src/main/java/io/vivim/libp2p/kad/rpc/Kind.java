package io.vivim.libp2p.kad.rpc;

import java.util.Optional;
import java.util.stream.Stream;

/** What a message asks for, or answers. */
public enum Kind {
  /** To keep a record. */
  PUT_VALUE(0),
  /** Who has a record. */
  GET_VALUE(1),
  /** To remember that the sender has what a key stands for. Nobody answers. */
  ADD_PROVIDER(2),
  /** Who has what a key stands for. */
  GET_PROVIDERS(3),
  /** Where a peer is, or who is near it. */
  FIND_NODE(4),
  /** Whether somebody is there. */
  PING(5);

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  /** What stands for it on the wire. */
  int code() {
    return code;
  }

  static Optional<Kind> of(long code) {
    return Stream.of(values()).filter(each -> each.code == code).findFirst();
  }

  /** Whether a peer that is asked this says something. */
  public boolean isAnswered() {
    return this != ADD_PROVIDER;
  }
}
