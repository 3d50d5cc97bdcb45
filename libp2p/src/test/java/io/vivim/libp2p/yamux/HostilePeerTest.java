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
    List<Bytes> frames = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      frames.add(nearlyRight(random, 200));
    }
    YamuxLaws.anyInput(Bytes.concat(frames.toArray(Bytes[]::new)));
  }

  @Property
  void whateverThePeerSendsWhileWeWorkTheConnectionStaysBounded(@ForAll long seed) {
    Random random = new Random(seed);
    Yamux yamux = Yamux.listener(YamuxLaws.LIMITS, 0);
    Worker worker = new Worker(yamux);
    List<YamuxOutput> all = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 300; i++) {
      now += random.nextInt(1_000_000_000);
      List<YamuxOutput> outputs = new ArrayList<>();
      if (random.nextBoolean()) {
        Bytes frame = nearlyRight(random, 80_000);
        outputs.addAll(yamux.receive(ByteBuffer.wrap(frame.toArray()), now));
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

  /** A frame whose parts are each likely to be good; its payload is mostly there. */
  private static Bytes nearlyRight(Random random, int mostPayload) {
    FrameHeader.Type[] types = FrameHeader.Type.values();
    FrameHeader.Type type =
        types[random.nextInt(20) == 0 ? 2 + random.nextInt(2) : random.nextInt(2)];
    long stream =
        type == FrameHeader.Type.DATA || type == FrameHeader.Type.WINDOW_UPDATE
            ? 1 + random.nextInt(random.nextInt(15) == 0 ? 40 : 9)
            : random.nextInt(10) / 9;
    int flags =
        switch (random.nextInt(8)) {
          case 0, 1 -> (stream & 1) == 1 ? FrameHeader.SYN : FrameHeader.ACK;
          case 2 -> random.nextInt(16);
          case 3 -> FrameHeader.FIN;
          case 4 -> random.nextInt(3) == 0 ? FrameHeader.RST : 0;
          default -> 0;
        };
    long length =
        random.nextInt(3) > 0
            ? random.nextInt(100)
            : LENGTHS[random.nextInt(random.nextInt(20) == 0 ? LENGTHS.length : 7)];
    if (type == FrameHeader.Type.GO_AWAY && random.nextInt(4) > 0) {
      length = 0;
    }
    byte[] header = Frames.header(type, flags, stream, length).toArray();
    if (random.nextInt(100) == 0) {
      header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
    }
    boolean isData = type == FrameHeader.Type.DATA;
    long payload = !isData ? 0 : random.nextInt(50) == 0 ? length / 2 : length;
    return Bytes.concat(
        Bytes.owning(header), Bytes.owning(new byte[(int) Math.min(payload, mostPayload)]));
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
