package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.GrowingTree;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Stores;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A builder whose tree is sound, and whose entries are not: the auditor names them. */
final class EntriesAuditTest {
  private static final SignatureVerifier VERIFIER = SignatureVerifier.create();
  private static final NoteCheck CHECK = new NoteCheck(VERIFIER);
  private static final BlockReader READER = new BlockReader(VERIFIER);
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final NoteSigner SIGNER = NoteSigner.ofNotes(ORIGIN.text(), KEY);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

  private static Bytes entry(long number) {
    return LogOrigin.entry(Leaves.event(number));
  }

  /** The pages of a log of up to one tile, all of which its builder signed. */
  private static Map<String, Bytes> pages(List<Bytes> entries, NoteSigner signer) {
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    GrowingTree tree = GrowingTree.empty((level, place, hash) -> hashes.writeBytes(hash));
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (Bytes each : entries) {
      tree.append(each);
      bundle.writeBytes(ByteBuffer.allocate(2).putShort((short) each.size()).array());
      bundle.writeBytes(each.toArray());
    }
    TreeHead head = tree.head();
    String text = new Checkpoint(signer.verifier().name(), head).text();
    SignedNote note = new SignedNote(text, List.of(signer.sign(text, NOW)));
    Map<String, Bytes> pages = new HashMap<>();
    pages.put("checkpoint", note.encode());
    pages.put(new Tile(Tile.ENTRIES, 0, entries.size()).path(), Bytes.owning(bundle.toByteArray()));
    pages.put(new Tile(0, 0, entries.size()).path(), Bytes.owning(hashes.toByteArray()));
    if (signer.equals(SIGNER)) {
      Block.Content content = new Block.Content(ORIGIN, 0, null, 0, head, NOW);
      pages.put("block/0", Block.sign(KEY, content, note).bytes());
    }
    return pages;
  }

  private static void audit(Map<String, Bytes> pages, VerifierKey key) throws Exception {
    LogAudit.Pages served = (path, most) -> Optional.ofNullable(pages.get(path));
    new LogAudit(served, key, Optional.empty(), CHECK, READER, NOW).run(entries -> {});
  }

  private static List<Bytes> entries(int count) {
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  @Test
  void anEntryThatIsNoCidOfAnEventIsNamed() throws Exception {
    Bytes good = entry(7);
    audit(pages(entries(5), SIGNER), ORIGIN.key());
    for (Bytes wrong :
        List.of(
            Bytes.EMPTY,
            good.slice(0, 35),
            good.from(4),
            Bytes.concat(good, Bytes.fromHex("00")),
            Bytes.concat(Bytes.fromHex("00"), good.from(1)),
            Bytes.concat(Bytes.fromHex("0155"), good.from(2)),
            Bytes.concat(Bytes.fromHex("017113"), good.from(3)),
            Bytes.concat(Bytes.fromHex("01711221"), good.from(4)))) {
      List<Bytes> entries = entries(5);
      entries.set(3, wrong);
      assertThatThrownBy(() -> audit(pages(entries, SIGNER), ORIGIN.key()))
          .as(wrong.toHex())
          .isInstanceOf(AuditException.class)
          .hasMessage("entry 3 is no CID of an event");
    }
  }

  @Test
  void anEventThatIsThereTwiceIsNamedAndItsBuilderSignedIt() {
    List<Bytes> entries = entries(200);
    entries.set(120, entry(17));
    entries.set(130, entry(17));
    entries.set(125, entry(3));
    assertThatThrownBy(() -> audit(pages(entries, SIGNER), ORIGIN.key()))
        .hasMessage("entry 120 is the event of entry 17 again")
        .isInstanceOfSatisfying(
            AuditException.class, fault -> assertThat(fault.note()).isPresent());
  }

  @Test
  void whatALogOfAnotherKindHasForEntriesIsItsOwnAffair() {
    NoteSigner other = NoteSigner.ofNotes("log.example", KEY);
    List<Bytes> entries = List.of(Bytes.utf8("any"), Bytes.utf8("any"), Bytes.EMPTY);
    assertThatCode(() -> audit(pages(entries, other), other.verifier())).doesNotThrowAnyException();
  }

  @Test
  void entriesOfAnotherRootThanWasSignedAreFoundInALogOfAnyKind() throws Exception {
    for (NoteSigner signer : List.of(SIGNER, NoteSigner.ofNotes("log.example", KEY))) {
      Map<String, Bytes> pages = pages(entries(5), signer);
      audit(pages, signer.verifier());
      TreeHead other = new TreeHead(5, Leaves.event(5).digest());
      String text = new Checkpoint(signer.verifier().name(), other).text();
      pages.put("checkpoint", new SignedNote(text, List.of(signer.sign(text, NOW))).encode());
      assertThatThrownBy(() -> audit(pages, signer.verifier()))
          .hasMessage("the entries make another root than was signed")
          .isInstanceOfSatisfying(
              AuditException.class, fault -> assertThat(fault.note()).isPresent());
    }
  }

  /** More than lie in memory at a time, so that the two are of different runs. */
  @Test
  void anEventThatIsThereTwiceFarApartIsNamed() {
    int leaves = DistinctEntries.RUN_ENTRIES + 1000;
    BlockLimits limits = new BlockLimits(1000, 1 << 30, Duration.ofSeconds(10));
    BlockBuilder builder = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, limits);
    for (long position = 1; position <= leaves; position++) {
      long number = position == leaves ? 5 : position;
      builder.add(new BlockBuilder.Leaf(position, Leaves.event(number), 1), NOW);
    }
    builder.build(NOW);
    OwnLog log = builder.log();
    LogAudit.Pages pages =
        (path, most) ->
            path.equals("checkpoint")
                ? log.checkpoint().map(SignedNote::encode)
                : path.equals("block/0") ? log.block(0) : Tile.parse(path).flatMap(log::served);
    LogAudit audit = new LogAudit(pages, ORIGIN.key(), Optional.empty(), CHECK, READER, NOW);
    assertThatThrownBy(() -> audit.run(entries -> {}))
        .hasMessage("entry " + (leaves - 1) + " is the event of entry 4 again");
  }

  /** Against a set, which needs memory for all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000})
  void whatComesTwiceIsFoundByRunsOfAnySize(int runEntries, @TempDir Path folder) throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int count = random.nextInt(400);
      int range = 1 + random.nextInt(20_000);
      Map<Integer, Long> first = new HashMap<>();
      Optional<DistinctEntries.Twins> expected = Optional.empty();
      Path file = folder.resolve("runs-" + seed);
      AtomicBoolean isOnDisk = new AtomicBoolean();
      DistinctEntries.Scratch scratch =
          () -> {
            assertThat(isOnDisk.getAndSet(true)).as("there is one file").isFalse();
            return Files.createFile(file);
          };
      try (DistinctEntries entries = new DistinctEntries(scratch, runEntries)) {
        for (long index = 0; index < count; index++) {
          int number = random.nextInt(range);
          entries.add(Leaves.event(number), index);
          Long known = first.putIfAbsent(number, index);
          if (known != null && expected.isEmpty()) {
            expected = Optional.of(new DistinctEntries.Twins(known, index));
          }
        }
        assertThat(entries.twins()).as("seed %d", seed).isEqualTo(expected);
        assertThat(isOnDisk.get()).isEqualTo(count >= runEntries);
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("files that stay").isEmpty();
    }
  }
}
