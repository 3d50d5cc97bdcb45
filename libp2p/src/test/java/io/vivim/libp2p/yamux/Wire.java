package io.vivim.libp2p.yamux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * One direction of a connection that loses nothing, takes its time, and cuts anywhere. What is sent
 * at one time is there at another, later one.
 */
final class Wire {
  private final Random random;
  private final long slowest;
  private final ByteArrayOutputStream underWay = new ByteArrayOutputStream();
  private byte[] arrived = new byte[0];
  private int at;

  /** When what is under way arrives; nothing overtakes. */
  private long arrivesAt;

  Wire(Random random, long slowest) {
    this.random = random;
    this.slowest = slowest;
  }

  void send(byte[] bytes, long now) {
    if (underWay.size() == 0) {
      arrivesAt = now + (slowest == 0 ? 0 : Math.floorMod(random.nextLong(), slowest));
    }
    underWay.writeBytes(bytes);
  }

  boolean isEmpty() {
    return underWay.size() == 0 && at == arrived.length;
  }

  /** A piece of what has arrived, maybe empty. */
  ByteBuffer receive(long now) {
    if (at == arrived.length && now >= arrivesAt) {
      arrived = underWay.toByteArray();
      underWay.reset();
      at = 0;
    }
    int most = arrived.length - at;
    int size =
        most == 0 ? 0 : 1 + random.nextInt(random.nextInt(4) == 0 ? Math.min(most, 40) : most);
    ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(arrived, at, at + size));
    at += size;
    return piece;
  }
}
