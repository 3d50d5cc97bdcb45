package io.vivim.libp2p.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.vivim.codec.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server of the domain name system on the loopback, over UDP and TCP. */
final class NameServer implements AutoCloseable {
  private static final int TTL_SECONDS = 60;

  private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
  private final Channel udp;
  private final Channel tcp;

  /** Over UDP everything is said to be cut off. */
  volatile boolean truncates;

  /**
   * @param owner of which name it speaks
   */
  record Answer(String owner, DnsRecordType type, Bytes content) {}

  NameServer(EventLoopGroup loops) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    udp =
        new Bootstrap()
            .group(loops)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new OverUdp());
                  }
                })
            .bind(any)
            .syncUninterruptibly()
            .channel();
    tcp =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder(), new OverTcp());
                  }
                })
            .bind(udp.localAddress())
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) udp.localAddress();
  }

  /** What it says where somebody asks for this name and type. */
  void put(String name, DnsRecordType type, Answer... records) {
    answers.put(key(name + ".", type), List.of(records));
  }

  private static String key(String name, DnsRecordType type) {
    return type.name() + " " + name;
  }

  /** A text, in pieces as long as they may be. */
  static Bytes text(String text) {
    Bytes all = Bytes.EMPTY;
    Bytes rest = Bytes.utf8(text);
    while (!rest.isEmpty()) {
      int size = Math.min(255, rest.size());
      all = Bytes.concat(all, Bytes.owning(new byte[] {(byte) size}), rest.slice(0, size));
      rest = rest.from(size);
    }
    return all;
  }

  private void answer(DnsQuery query, DnsResponse response) {
    DnsQuestion question = query.recordAt(DnsSection.QUESTION);
    response.addRecord(
        DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
    List<Answer> all = answers.get(key(question.name(), question.type()));
    if (all == null) {
      response.setCode(DnsResponseCode.NXDOMAIN);
      return;
    }
    for (Answer each : all) {
      response.addRecord(
          DnsSection.ANSWER,
          new DefaultDnsRawRecord(
              each.owner() + ".",
              each.type(),
              TTL_SECONDS,
              Unpooled.wrappedBuffer(each.content().toArray())));
    }
  }

  private final class OverUdp extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
      InetSocketAddress sender = query.recipient();
      InetSocketAddress recipient = query.sender();
      DatagramDnsResponse response = new DatagramDnsResponse(sender, recipient, query.id());
      if (truncates) {
        response.setTruncated(true);
      } else {
        answer(query, response);
      }
      ChannelFuture unused = ctx.writeAndFlush(response);
    }
  }

  private final class OverTcp extends SimpleChannelInboundHandler<DnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DnsQuery query) {
      DnsResponse response = new DefaultDnsResponse(query.id());
      answer(query, response);
      ChannelFuture unused = ctx.writeAndFlush(response);
    }
  }

  @Override
  public void close() {
    ChannelFuture udpClosed = udp.close();
    ChannelFuture tcpClosed = tcp.close();
    udpClosed.awaitUninterruptibly();
    tcpClosed.awaitUninterruptibly();
  }
}
