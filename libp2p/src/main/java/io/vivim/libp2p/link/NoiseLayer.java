package io.vivim.libp2p.link;

import io.netty.channel.ChannelHandler;
import io.vivim.libp2p.noise.NoiseExtensions;
import io.vivim.libp2p.noise.NoiseHandshake;
import io.vivim.libp2p.noise.NoiseIdentity;
import io.vivim.libp2p.peer.PeerId;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Noise. */
final class NoiseLayer implements Security {
  static final String PROTOCOL = "/noise";

  private final NoiseIdentity identity;
  private final NoiseExtensions offer;
  private final SecureRandom random;

  NoiseLayer(NoiseIdentity identity, List<String> muxers, SecureRandom random) {
    this.identity = identity;
    this.offer = new NoiseExtensions(List.of(), muxers);
    this.random = random;
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public List<ChannelHandler> handlers(boolean isDialled, Optional<PeerId> expected) {
    PeerId wanted = expected.orElse(null);
    return List.of(
        new NoiseHandler(
            isDialled
                ? NoiseHandshake.dialler(identity, offer, wanted, random)
                : NoiseHandshake.listener(identity, offer, wanted, random)));
  }
}
