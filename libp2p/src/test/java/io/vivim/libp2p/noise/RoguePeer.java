package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;

/** A peer that knows the handshake and puts into it whatever it likes. */
final class RoguePeer {
  private final XxState state;

  private RoguePeer(boolean dialler, Bytes staticSecret) {
    NoiseEngine engine = Peers.ENGINE;
    this.state =
        new XxState(
            engine,
            dialler,
            Bytes.EMPTY,
            engine.keyPair(staticSecret),
            () -> engine.keyPair(Peers.filled(77)));
  }

  static RoguePeer dialling(Bytes staticSecret) {
    return new RoguePeer(true, staticSecret);
  }

  static RoguePeer listening(Bytes staticSecret) {
    return new RoguePeer(false, staticSecret);
  }

  Bytes say(Bytes payload) throws NoiseException {
    return MessageReader.frame(state.write(payload));
  }

  Bytes hear(Bytes framed) throws NoiseException {
    return state.read(framed.from(MessageReader.LENGTH_BYTES));
  }
}
