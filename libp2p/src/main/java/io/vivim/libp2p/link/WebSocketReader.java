package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;

/**
 * Takes the bytes out of the frames of a WebSocket (RFC 6455, section 5.2) as they come: for the
 * layers above they are a stream, and a frame that is never finished holds nothing here. Only
 * frames of control, of up to 125 bytes, are gathered, and handed on as Netty knows them. Owned by
 * the event loop.
 *
 * <pre>
 * FIN RSV RSV RSV opcode(4) | MASK length(7) | length(16 or 64)? | mask(32)? | payload
 * </pre>
 */
final class WebSocketReader extends ChannelInboundHandlerAdapter {
  /** Larger frames than any peer has a reason to send. */
  static final int MAX_FRAME_BYTES = 1 << 20;

  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MAX_HEAD_BYTES = 14;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;

  private static final String LONGER = "a length that is longer than it has to be";

  private static final int CONTINUED = 0;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** Whether frames have to be masked: those of whoever dialled are, and no others. */
  private final boolean isMasked;

  private final ByteBuffer head = ByteBuffer.allocate(MAX_HEAD_BYTES);
  private final ByteBuffer control = ByteBuffer.allocate(MAX_CONTROL_BYTES);

  /** What is to come of the payload, once its head is here. */
  private boolean isInPayload;

  private int opcode;
  private int left;
  private int mask;

  /** Whether a message goes on in the next frame of data. */
  private boolean isWithinMessage;

  private final IdleFrames idle = new IdleFrames();
  private boolean isOver;

  WebSocketReader(boolean isMasked) {
    this.isMasked = isMasked;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf in)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      while (in.isReadable() && !isOver) {
        if (!isInPayload) {
          readHead(in, ctx.executor().ticker().nanoTime());
        }
        if (isInPayload) {
          readPayload(ctx, in);
        }
      }
    } catch (CorruptedFrameException e) {
      isOver = true;
      ctx.fireExceptionCaught(e);
    } finally {
      in.release();
    }
  }

  /** Takes what is here of a head; how long it is, its first two bytes say. */
  private void readHead(ByteBuf in, long now) {
    while (head.position() < headBytes() && in.isReadable()) {
      head.put(in.readByte());
    }
    if (head.position() == headBytes()) {
      head.flip();
      begin(head.get() & 0xff, head.get() & 0xff, now);
      head.clear();
    }
  }

  private int headBytes() {
    if (head.position() < 2) {
      return 2;
    }
    int length = head.get(1) & LENGTH;
    int more = length == 126 ? Short.BYTES : length == 127 ? Long.BYTES : 0;
    return 2 + more + (isMasked ? Integer.BYTES : 0);
  }

  private void begin(int first, int second, long now) {
    check((second & MASKED) != 0 == isMasked, "masked by the wrong side");
    long length = second & LENGTH;
    if (length == 126) {
      length = head.getShort() & 0xffff;
      check(length > MAX_CONTROL_BYTES, LONGER);
    } else if (length == 127) {
      length = head.getLong();
      check(length < 0 || length > 0xffff, LONGER);
    }
    check(length >= 0 && length <= MAX_FRAME_BYTES, "too large a frame");
    opcode = first & 0xf;
    check((first & 0x70) == 0, "bits that mean nothing");
    boolean isLast = (first & 0x80) != 0;
    if (opcode >= CLOSE) {
      check(opcode <= PONG && isLast && length <= MAX_CONTROL_BYTES, "no frame of control");
    } else {
      check(opcode == (isWithinMessage ? CONTINUED : BINARY), "no bytes");
      isWithinMessage = !isLast;
    }
    check((length > 0 && opcode < CLOSE) || idle.take(now), IdleFrames.TOO_MANY);
    left = (int) length;
    mask = isMasked ? head.getInt() : 0;
    isInPayload = true;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptedFrameException(otherwise);
    }
  }

  private void readPayload(ChannelHandlerContext ctx, ByteBuf in) {
    int size = Math.min(left, in.readableBytes());
    unmask(in, size);
    left -= size;
    isInPayload = left > 0;
    if (opcode >= CLOSE) {
      in.readBytes(control.limit(control.position() + size));
      if (!isInPayload) {
        tell(ctx);
      }
    } else if (size > 0) {
      ctx.fireChannelRead(in.readRetainedSlice(size));
    }
  }

  /** Where it stands: what was received is nobody else's. */
  private void unmask(ByteBuf in, int size) {
    if (mask == 0) {
      return;
    }
    int at = in.readerIndex();
    int end = at + size;
    long twice = (mask & 0xffff_ffffL) << Integer.SIZE | (mask & 0xffff_ffffL);
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      in.setLong(at, in.getLong(at) ^ twice);
    }
    for (; at < end; at++) {
      in.setByte(at, in.getByte(at) ^ mask >>> 24);
      mask = Integer.rotateLeft(mask, Byte.SIZE);
    }
  }

  /** A frame of control is here. */
  private void tell(ChannelHandlerContext ctx) {
    byte[] bytes = new byte[control.position()];
    control.flip().get(bytes).clear();
    ByteBuf content = Unpooled.wrappedBuffer(bytes);
    if (opcode == PING) {
      ctx.fireChannelRead(new PingWebSocketFrame(content));
    } else if (opcode == PONG) {
      ctx.fireChannelRead(new PongWebSocketFrame(content));
    } else {
      isOver = true;
      ctx.fireChannelRead(close(content));
    }
  }

  /** With the code alone: what it is answered with says no more either. */
  private static CloseWebSocketFrame close(ByteBuf content) {
    if (!content.isReadable()) {
      return new CloseWebSocketFrame(true, 0, content);
    }
    check(
        content.readableBytes() >= Short.BYTES
            && WebSocketCloseStatus.isValidStatusCode(content.getUnsignedShort(0)),
        "no code of a close");
    return new CloseWebSocketFrame(true, 0, content.slice(0, Short.BYTES));
  }
}
