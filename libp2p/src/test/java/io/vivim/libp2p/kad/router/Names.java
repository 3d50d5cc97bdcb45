package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.kad.store.Validator;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;

/** Names of peers and things for tests, and who judges values there. */
final class Names {
  /** Values under {@code /n/} are texts of digits, and the higher is the better. */
  static final Validator NUMBERS =
      new Validator() {
        @Override
        public boolean isValid(Bytes key, Bytes value) {
          return value.size() == 1 && value.at(0) >= '0' && value.at(0) <= '9';
        }

        @Override
        public boolean isBetter(Bytes key, Bytes value, Bytes than) {
          return value.compareTo(than) > 0;
        }
      };

  private Names() {}

  static PeerId peer(String name) {
    try {
      return PeerId.decode(Multihash.sha256(Bytes.utf8(name)).encode());
    } catch (PeerException e) {
      throw new IllegalStateException(e);
    }
  }

  static PeerId peer(int number) {
    return peer("peer " + number);
  }

  /** The name of some content. */
  static Bytes content(int number) {
    return Multihash.sha256(Bytes.utf8("content " + number)).encode();
  }
}
