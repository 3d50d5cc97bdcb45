package io.vivim.libp2p.link;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.tls.TlsEvent;
import io.vivim.libp2p.tls.TlsReason;
import io.vivim.libp2p.tls.TlsSecurity;
import java.util.List;
import java.util.Optional;

/** TLS 1.3. */
final class TlsLayer implements Security {
  private final TlsSecurity tls;

  /**
   * @param tls whoever made it closes it
   */
  TlsLayer(TlsSecurity tls) {
    this.tls = tls;
  }

  @Override
  public String protocol() {
    return TlsSecurity.PROTOCOL;
  }

  @Override
  public List<ChannelHandler> handlers(boolean isDialled, Optional<PeerId> expected) {
    ChannelHandler handler =
        isDialled ? expected.map(tls::dialler).orElseGet(tls::diallerOfAnybody) : tls.listener();
    return List.of(handler, new Gathering(TlsSecurity.PIECE_BYTES), new Translation());
  }

  /** Says in the words of all securities what TLS says. */
  private static final class Translation extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      ctx.fireUserEventTriggered(event instanceof TlsEvent tls ? translated(tls) : event);
    }

    private static SecurityEvent translated(TlsEvent event) {
      if (event instanceof TlsEvent.Secured secured) {
        return new SecurityEvent.Proven(secured.key(), secured.muxer());
      } else if (event instanceof TlsEvent.Failed failed) {
        return new SecurityEvent.Failed(reason(failed.reason()), failed.reason().code());
      }
      return new SecurityEvent.Ended();
    }

    private static Reason reason(TlsReason reason) {
      return switch (reason) {
        case OTHER_PEER -> Reason.WRONG_PEER;
        case TIMEOUT -> Reason.TIMEOUT;
        case TRUNCATED -> Reason.NOT_CONNECTED;
        case NO_PROTOCOL -> Reason.NONE_AGREED;
        default -> Reason.NOT_PROVEN;
      };
    }
  }
}
