package io.vivim.libp2p.kad.rpc;

import java.util.Optional;
import java.util.stream.Stream;

/** How whoever names a peer stands with it. */
public enum Connection {
  /** There is no link, and nothing is known of others. */
  NOT_CONNECTED(0),
  /** There is a link. */
  CONNECTED(1),
  /** There was one lately. */
  CAN_CONNECT(2),
  /** It was tried hard, and failed. */
  CANNOT_CONNECT(3);

  private final int code;

  Connection(int code) {
    this.code = code;
  }

  /** What stands for it on the wire. */
  int code() {
    return code;
  }

  static Optional<Connection> of(long code) {
    return Stream.of(values()).filter(each -> each.code == code).findFirst();
  }
}
