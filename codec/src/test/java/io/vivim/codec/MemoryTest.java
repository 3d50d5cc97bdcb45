package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What hostile input makes a decoder allocate: never more than a small multiple of its own size.
 */
final class MemoryTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** Buffers, parsers and refusals, which an input of any size may cost. */
  private static final long FIXED = 256 * KIB;

  private interface Reading {
    void run() throws IOException, RefusedException;
  }

  /** The refusal that a reading ends with, and what it allocated on this thread. */
  private record Cost(Refusal refusal, long bytes) {}

  private static Cost cost(Reading reading) throws IOException {
    refusalOf(reading); // Loads the classes.
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Optional<Refusal> refusal = refusalOf(reading);
    long after = threads.getCurrentThreadAllocatedBytes();
    return new Cost(refusal.orElseThrow(), after - before);
  }

  private static Optional<Refusal> refusalOf(Reading reading) throws IOException {
    try {
      reading.run();
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(e.refusal());
    }
  }

  private static void assertCheap(Cost cost, Reason reason, long maxBytes) {
    assertThat(cost.refusal().reason()).isEqualTo(reason);
    assertThat(cost.bytes()).isLessThan(maxBytes);
  }

  private static Bytes repeated(int times, String hex) {
    return Bytes.fromHex(hex.repeat(times));
  }

  @Test
  void sizesThatDagCborClaimsAndDoesNotKeepCostNothing() throws IOException {
    for (String claim :
        List.of(
            "9affffffff",
            "baffffffff",
            "5affffffff",
            "7affffffff",
            "9b7fffffffffffffff",
            "5bffffffffffffffff",
            "d82a5affffffff",
            "a17affffffff")) {
      Bytes bytes = Bytes.fromHex(claim);
      assertCheap(cost(() -> DagCbor.decode(bytes).orThrow()), Reason.TRUNCATED, 8 * KIB);
    }
  }

  @Test
  void nestedDagCborIsRefusedBeforeAnythingIsBuilt() throws IOException {
    Bytes lists = repeated(1_000_000, "81");
    assertCheap(cost(() -> DagCbor.decode(lists).orThrow()), Reason.TOO_DEEP, 8 * KIB);
    Bytes maps = repeated(500_000, "a16161");
    assertCheap(cost(() -> DagCbor.decode(maps).orThrow()), Reason.TOO_DEEP, 8 * KIB);
  }

  @Test
  void manySmallValuesAreRefusedBeforeAnythingIsBuilt() throws IOException {
    Bytes nulls = Bytes.concat(Bytes.fromHex("9a00100000"), repeated(1 << 20, "f6"));
    assertCheap(cost(() -> DagCbor.decode(nulls).orThrow()), Reason.TOO_MANY_ITEMS, 8 * KIB);
    Bytes lists = Bytes.concat(Bytes.fromHex("9a00020000"), repeated(1 << 17, "8180"));
    assertCheap(cost(() -> DagCbor.decode(lists).orThrow()), Reason.TOO_MANY_ITEMS, 8 * KIB);
  }

  @Test
  void aDagCborValueTheSizeOfTheLimitCostsAFewTimesItsSize() throws IOException, RefusedException {
    int count = Limits.MAX_ITEMS - 1;
    Bytes maps = Bytes.concat(Bytes.fromHex("9a0003ffff"), repeated(count, "a0"));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    DagCbor.decode(maps).orThrow();
    long perValue = (threads.getCurrentThreadAllocatedBytes() - before) / count;
    assertThat(perValue).isLessThan(400);
  }

  @Test
  void aStreamBeyondTheLimitIsNotReadOn() throws IOException {
    long[] read = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 0x81;
          }

          @Override
          public int read(byte[] into, int from, int size) {
            Arrays.fill(into, from, from + size, (byte) 0x81);
            read[0] += size;
            return size;
          }
        };
    Cost cost = cost(() -> DagCbor.decode(endless, Limits.BLOCK).orThrow());
    assertCheap(cost, Reason.TOO_LARGE, 3 * Limits.MAX_BLOCK_BYTES);
    assertThat(read[0]).isEqualTo(2L * (Limits.MAX_BLOCK_BYTES + 1));
  }

  @Test
  void longNumbersCostNoMoreThanTheirText() throws IOException {
    for (String number :
        List.of(
            "9".repeat(1_000_000),
            "-" + "9".repeat(1_000_000),
            "0." + "1".repeat(1_000_000),
            "1e" + "9".repeat(1_000_000),
            "1" + "0".repeat(1_000_000) + "e-1000000")) {
      Bytes text = Bytes.utf8(number);
      Cost cost = cost(() -> DagJson.decode(text, Limits.BLOCK).orThrow());
      assertCheap(cost, Reason.NUMBER_RANGE, FIXED + 8L * text.size());
    }
  }

  @Test
  void exponentsDoNotBecomeDigits() throws IOException {
    for (String number : List.of("1e999999999", "-1e999999999", "1e2147483648")) {
      assertCheap(cost(() -> DagJson.decode(number).orThrow()), Reason.NUMBER_RANGE, FIXED);
    }
  }

  @Test
  void nestedDagJsonIsRefusedAtTheLimit() throws IOException {
    for (String nest : List.of("[", "{\"a\":", "{\"/\":")) {
      Bytes text = Bytes.utf8(nest.repeat(300_000));
      Cost cost = cost(() -> DagJson.decode(text, Limits.BLOCK).orThrow());
      assertCheap(cost, Reason.TOO_DEEP, 4 * MIB);
    }
  }

  @Test
  void manySmallJsonValuesAreRefusedAtTheLimit() throws IOException {
    Bytes text = Bytes.utf8("[" + "0,".repeat(1_000_000) + "0]");
    Cost cost = cost(() -> DagJson.decode(text, Limits.BLOCK).orThrow());
    assertCheap(cost, Reason.TOO_MANY_ITEMS, 400L * Limits.MAX_ITEMS);
  }

  @Test
  void aCarSectionThatIsCutOffCostsNoMoreThanWhatIsThere() throws IOException {
    Bytes header = new Laws.Car(List.of(), List.of()).written();
    Bytes car = Bytes.concat(header, Varint.encode(CarReader.MAX_SECTION_BYTES), repeated(9, "01"));
    assertCheap(cost(() -> readAll(car.inputStream())), Reason.TRUNCATED, FIXED);
    Bytes onlyHeader = Bytes.concat(Varint.encode(CarReader.MAX_HEADER_BYTES), repeated(9, "01"));
    assertCheap(cost(() -> readAll(onlyHeader.inputStream())), Reason.TRUNCATED, FIXED);
  }

  @Test
  void aCarSectionBeyondTheLimitIsNotRead() throws IOException {
    Bytes header = new Laws.Car(List.of(), List.of()).written();
    for (long size : new long[] {CarReader.MAX_SECTION_BYTES + 1, 1L << 31, Long.MAX_VALUE}) {
      Bytes car = Bytes.concat(header, Varint.encode(size), repeated(1000, "01"));
      assertCheap(cost(() -> readAll(car.inputStream())), Reason.TOO_LARGE, FIXED);
    }
  }

  @Test
  void longTextsOfBigNumberBasesAreRefusedUnread() throws IOException {
    for (String prefix : List.of("z", "k", "K")) {
      String text = prefix + "2".repeat(100_000);
      assertCheap(cost(() -> Multibase.decode(text)), Reason.TOO_LARGE, 8 * KIB);
      assertCheap(cost(() -> Cid.parse(text)), Reason.TOO_LARGE, 8 * KIB);
    }
  }

  private static void readAll(InputStream in) throws IOException, RefusedException {
    try (CarReader reader = CarReader.open(in)) {
      while (reader.next().isPresent()) {
        // Only the reading counts.
      }
    }
  }

  /** A CAR of so many blocks, of which no more is ever in memory than the one being read. */
  private static final class LazyCar extends InputStream {
    private final long blocks;
    private final int blockSize;
    private InputStream section;
    private long made;

    LazyCar(long blocks, int blockSize) throws IOException {
      this.blocks = blocks;
      this.blockSize = blockSize;
      this.section = new Laws.Car(List.of(), List.of()).written().inputStream();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int size) throws IOException {
      int read = section.read(into, from, size);
      if (read >= 0 || made == blocks) {
        return read;
      }
      byte[] block = new byte[blockSize];
      Arrays.fill(block, (byte) made++);
      Bytes data = Bytes.copyOf(block);
      Cid cid = Cid.ofRaw(data);
      Bytes announced = Varint.encode(cid.size() + (long) blockSize);
      section = Bytes.concat(announced, cid.bytes(), data).inputStream();
      return section.read(into, from, size);
    }
  }

  @Test
  void aCarIsReadOneBlockAtATime() throws IOException, RefusedException {
    int blockSize = (int) MIB;
    long blocks = TestSize.pick(64, 1024);
    List<WeakReference<CarBlock>> given = new ArrayList<>();
    try (CarReader reader = CarReader.open(new LazyCar(blocks, blockSize))) {
      for (long i = 0; i < blocks; i++) {
        given.add(new WeakReference<>(reader.next().orElseThrow()));
      }
      System.gc();
      assertThat(given.stream().filter(block -> block.get() != null).count()).isLessThan(3);
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void readingABlockAllocatesAFewTimesItsSize() throws IOException, RefusedException {
    int blockSize = (int) MIB;
    Bytes data = Bytes.copyOf(new byte[blockSize]);
    Bytes car =
        new Laws.Car(List.of(), Collections.nCopies(8, new CarBlock(Cid.ofRaw(data), data, 0)))
            .written();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    readAll(car.inputStream());
    long before = threads.getCurrentThreadAllocatedBytes();
    readAll(car.inputStream());
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 * 3 * MIB + FIXED);
  }
}
