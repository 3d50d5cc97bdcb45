package io.vivim.benchmarks.net;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.GossipSettings;
import io.vivim.libp2p.gossip.GossipSub;
import io.vivim.libp2p.gossip.Received;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a node does in turns of gossip, as a publisher and as a subscriber, which says by a message
 * of its own when it has all of a turn.
 *
 * <pre>
 *   a message   turn, 8 bytes | count, 4 | number, 4 | when it was sent, 8, in nanoseconds | filling
 *   the answer  turn, 8 bytes | what one in a hundred took at least, 8, in nanoseconds
 * </pre>
 */
final class GossipTurns {
  private static final String TOPIC = "turns";
  private static final String DONE = "done";
  private static final int HEAD_BYTES = 24;
  private static final int PACED_A_SECOND = 2000;
  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MICRO = 1e3;
  private static final long MOST_SECONDS = 100;
  private static final long POLL_NANOS = 1_000_000;

  private final GossipSub gossip;
  private final BlockingQueue<ByteBuffer> answers = new LinkedBlockingQueue<>();
  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

  // Owned by the thread of deliveries.

  private long turn;
  private int came;
  private long[] nanos = {};

  GossipTurns(Host host, PrivateKey identity, boolean isSigned) {
    GossipSettings settings = isSigned ? GossipSettings.SIGNED : GossipSettings.UNSIGNED;
    gossip = new GossipSub(host, identity, settings, InstantSource.system(), random.split());
    gossip.subscribe(TOPIC, this::take);
    gossip.subscribe(DONE, answer -> answers.add(ByteBuffer.wrap(answer.data().toArray())));
  }

  private void take(Received message) {
    ByteBuffer head = ByteBuffer.wrap(message.data().slice(0, HEAD_BYTES).toArray());
    long of = head.getLong();
    int count = head.getInt();
    head.getInt();
    if (of != turn) {
      turn = of;
      came = 0;
      nanos = new long[count];
    }
    nanos[came++] = System.nanoTime() - head.getLong();
    if (came == count) {
      Arrays.sort(nanos);
      ByteBuffer done = ByteBuffer.allocate(2 * Long.BYTES);
      done.putLong(turn).putLong(nanos[(int) (count * 0.99)]);
      gossip.publish(DONE, Bytes.owning(done.array()));
    }
  }

  /** Messages a second that the other one has received, where we publish as fast as we can. */
  double flood(PeerId to, int size, int count) throws IOException {
    long begin = begin(to);
    return publish(size, count, 0) == 0 ? 0 : NANOS_A_SECOND * count / (System.nanoTime() - begin);
  }

  /** What one message in a hundred took at least, in microseconds, at an even pace. */
  double paced(PeerId to, int size, int count) throws IOException {
    begin(to);
    return publish(size, count, (long) (NANOS_A_SECOND / PACED_A_SECOND)) / NANOS_A_MICRO;
  }

  private long begin(PeerId to) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!knows(to, TOPIC) || !knows(to, DONE)) {
      if (System.nanoTime() > end) {
        throw new IOException("the other one wants nothing");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return System.nanoTime();
  }

  private boolean knows(PeerId peer, String topic) {
    return gossip.peers(topic).toCompletableFuture().join().contains(peer);
  }

  private long publish(int size, int count, long paceNanos) throws IOException {
    long of = random.nextLong();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      while (System.nanoTime() - begin < i * paceNanos) {
        LockSupport.parkNanos(begin + i * paceNanos - System.nanoTime());
      }
      ByteBuffer message = ByteBuffer.allocate(size);
      message.putLong(of).putInt(count).putInt(i).putLong(System.nanoTime());
      gossip.send(TOPIC, Bytes.owning(message.array()));
    }
    return answer(of);
  }

  private long answer(long of) throws IOException {
    try {
      while (true) {
        ByteBuffer answer = answers.poll(MOST_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
          throw new IOException("not all messages came");
        }
        if (answer.getLong() == of) {
          return answer.getLong();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
