package io.vivim.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** A peer that sends random frames, most of them nearly right. */
final class HostilePeerTest {
  private static final long[] LENGTHS = {
    0,
    1,
    2,
    3,
    999,
    1000,
    70_000,
    0xffff,
    1 << 18,
    (1 << 18) + 1,
    1 << 24,
    0x7fff_ffff,
    0xffff_ffffL
  };

  @Property
  void anyBytesAreTakenTheSameHoweverTheyAreCut(@ForAll @Size(max = 200) byte[] input) {
    YamuxLaws.anyInput(Bytes.copyOf(input));
  }

  @Property
  void nearlyRightFramesAreTakenTheSameHoweverTheyAreCut(@ForAll long seed) {
    Random random = new Random(seed);
    Frenzy peer = new Frenzy(random, 300);
    List<Bytes> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(peer.next(i < 3 ? Set.of(2L) : Set.of(1L, 2L, 3L)));
    }
    YamuxLaws.anyInput(Bytes.concat(frames.toArray(Bytes[]::new)));
  }

  @Property
  void whateverThePeerSendsWhileWeWorkTheConnectionStaysBounded(@ForAll long seed) {
    Random random = new Random(seed);
    Frenzy peer = new Frenzy(random, 90_000);
    Yamux yamux = Yamux.listener(YamuxLaws.LIMITS, 0);
    Worker worker = new Worker(yamux);
    List<YamuxOutput> all = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 300; i++) {
      now += random.nextInt(1_000_000_000);
      List<YamuxOutput> outputs = new ArrayList<>();
      if (random.nextBoolean()) {
        Bytes frame = peer.next(worker.unread.keySet());
        outputs.addAll(Frames.receive(yamux, ByteBuffer.wrap(frame.toArray()), now));
      } else {
        outputs.addAll(worker.act(random, now));
      }
      outputs.addAll(yamux.wake(now));
      worker.see(outputs);
      outputs.removeIf(output -> output instanceof YamuxOutput.NotOpened);
      all.addAll(outputs);
      YamuxLaws.bounded(yamux, YamuxLaws.LIMITS);
      assertThat(yamux.streams()).isEqualTo(worker.unread.size());
      assertThat(yamux.unread())
          .isGreaterThanOrEqualTo(worker.unread.values().stream().mapToLong(n -> n).sum());
    }
    YamuxLaws.endsOnce(all);
  }

  /** Frames that are mostly good, on streams that are mostly open, for a hostile dialler. */
  private static final class Frenzy {
    private static final int[] FLAGS = {0, 0, 0, 0, 0, 0, FrameHeader.ACK, FrameHeader.FIN};

    private final Random random;
    private final int most;
    private final Set<Long> finished = new HashSet<>();
    private long nextId = 1;

    Frenzy(Random random, int most) {
      this.random = random;
      this.most = most;
    }

    private boolean oneIn(int chances) {
      return random.nextInt(chances) == 0;
    }

    Bytes next(Set<Long> open) {
      if (oneIn(150)) {
        return Frames.header(
            FrameHeader.Type.PING, 1 + random.nextInt(oneIn(9) ? 4 : 2), 0, random.nextInt(3));
      }
      if (oneIn(600)) {
        return Frames.goAway(random.nextInt(4));
      }
      int flags = FLAGS[random.nextInt(FLAGS.length)];
      long stream;
      if (open.isEmpty() || oneIn(6)) {
        stream = nextId;
        nextId += 2;
        flags |= FrameHeader.SYN;
      } else {
        stream = new ArrayList<>(open).get(random.nextInt(open.size()));
      }
      if (oneIn(400)) {
        stream = random.nextInt(20);
      }
      flags = oneIn(150) ? random.nextInt(16) : oneIn(40) ? FrameHeader.RST : flags;
      boolean isData = finished.contains(stream) ? oneIn(100) : !oneIn(3);
      FrameHeader.Type type = isData ? FrameHeader.Type.DATA : FrameHeader.Type.WINDOW_UPDATE;
      if ((flags & FrameHeader.FIN) != 0) {
        finished.add(stream);
      }
      return frame(type, flags, stream);
    }

    private Bytes frame(FrameHeader.Type type, int flags, long stream) {
      boolean isData = type == FrameHeader.Type.DATA;
      int few = oneIn(5) ? most : 200;
      long length = oneIn(300) ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(few);
      byte[] header = Frames.header(type, flags, stream, length).toArray();
      if (oneIn(500)) {
        header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int payload = isData ? (int) Math.min(length, most) : 0;
      return Bytes.concat(Bytes.owning(header), Bytes.owning(new byte[payload]));
    }
  }

  /** Somebody who does lawful things, whatever the peer does. */
  private static final class Worker {
    /** What was received and not read, by stream; every stream that is open is here. */
    final Map<Long, Long> unread = new HashMap<>();

    private final Yamux yamux;
    private final Set<Long> finished = new HashSet<>();

    Worker(Yamux yamux) {
      this.yamux = yamux;
    }

    List<YamuxOutput> act(Random random, long now) {
      if (unread.isEmpty() || random.nextInt(4) == 0) {
        return yamux.open(now);
      }
      List<Long> open = new ArrayList<>(unread.keySet());
      long id = open.get(random.nextInt(open.size()));
      switch (random.nextInt(6)) {
        case 0 -> {
          finished.add(id);
          return yamux.finish(id);
        }
        case 1 -> {
          unread.remove(id);
          return yamux.reset(id);
        }
        case 2 -> {
          return finished.contains(id)
              ? List.of()
              : yamux.write(id, ByteBuffer.allocate(random.nextInt(5000)));
        }
        case 3 -> {
          return yamux.accept(id);
        }
        default -> {
          long read = random.nextInt(1 + Math.toIntExact(unread.getOrDefault(id, 0L)));
          unread.merge(id, -read, Long::sum);
          return yamux.consumed(id, read, now);
        }
      }
    }

    void see(List<YamuxOutput> outputs) {
      for (YamuxOutput output : outputs) {
        if (output instanceof YamuxOutput.Opened opened) {
          unread.put(opened.stream(), 0L);
          finished.remove(opened.stream());
        } else if (output instanceof YamuxOutput.Incoming incoming) {
          unread.put(incoming.stream(), 0L);
          finished.remove(incoming.stream());
        } else if (output instanceof YamuxOutput.Data data) {
          unread.merge(data.stream(), (long) data.bytes().remaining(), Long::sum);
        } else if (output instanceof YamuxOutput.Reset reset) {
          unread.remove(reset.stream());
        } else if (output instanceof YamuxOutput.Closed closed) {
          unread.remove(closed.stream());
        } else if (output instanceof YamuxOutput.Ended) {
          unread.clear();
        }
      }
    }
  }
}
