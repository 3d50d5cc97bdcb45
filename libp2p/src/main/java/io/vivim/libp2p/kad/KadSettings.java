package io.vivim.libp2p.kad;

import io.vivim.libp2p.kad.router.KadParams;
import io.vivim.libp2p.kad.rpc.MessageLimits;
import io.vivim.libp2p.kad.store.StoreLimits;
import io.vivim.libp2p.kad.store.Validators;

/**
 * How a host is part of a DHT.
 *
 * @param protocol by which peers of it know each other
 * @param validators who says which values are good
 * @param quorum answers that have to agree on a value before it is told
 */
public record KadSettings(
    String protocol,
    Mode mode,
    KadParams params,
    Validators validators,
    int quorum,
    MessageLimits messages,
    StoreLimits stores,
    KadLimits limits) {
  /** The protocol of the public DHT. */
  public static final String PUBLIC = "/ipfs/kad/1.0.0";

  private static final int QUORUM = 16;

  /** Like most of the public DHT. */
  public static final KadSettings DEFAULT =
      new KadSettings(
          PUBLIC,
          Mode.AUTO,
          KadParams.DEFAULT,
          Validators.publicKeys(),
          QUORUM,
          MessageLimits.DEFAULT,
          StoreLimits.DEFAULT,
          KadLimits.DEFAULT);

  /** The same in a DHT of its own, whose protocol begins otherwise: {@code /vivim}, say. */
  public KadSettings withPrefix(String prefix) {
    return new KadSettings(
        prefix + "/kad/1.0.0", mode, params, validators, quorum, messages, stores, limits);
  }

  public KadSettings withMode(Mode other) {
    return new KadSettings(protocol, other, params, validators, quorum, messages, stores, limits);
  }

  public KadSettings withParams(KadParams other) {
    return new KadSettings(protocol, mode, other, validators, quorum, messages, stores, limits);
  }

  public KadSettings withValidators(Validators other) {
    return new KadSettings(protocol, mode, params, other, quorum, messages, stores, limits);
  }

  public KadSettings withQuorum(int other) {
    return new KadSettings(protocol, mode, params, validators, other, messages, stores, limits);
  }

  public KadSettings withLimits(KadLimits other) {
    return new KadSettings(protocol, mode, params, validators, quorum, messages, stores, other);
  }
}
