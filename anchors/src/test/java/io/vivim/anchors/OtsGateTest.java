package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import com.eternitywall.ots.StreamDeserializationContext;
import com.eternitywall.ots.StreamSerializationContext;
import com.eternitywall.ots.Timestamp;
import io.vivim.codec.Bytes;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OtsGateTest {
  private static final Bytes SHA256 = Bytes.fromHex("08");
  private static final Bytes LEAF = CalendarServer.bitcoin(840_000);

  private static final Bytes FORK = Bytes.fromHex("ff");
  private static final Bytes PATH = Bytes.concat(SHA256, LEAF);

  private static Bytes pending(String address) {
    return Bytes.concat(SHA256, CalendarServer.pending(address));
  }

  @Test
  void aMessageHasOneAttestationAtMostAndTheFirstNone() {
    assertThat(OtsGate.isTimestamp(LEAF)).isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.concat(FORK, LEAF, PATH))).isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.concat(SHA256, FORK, LEAF, LEAF))).isFalse();
  }

  private static Bytes repeated(Bytes bytes, int times) {
    Bytes[] all = new Bytes[times];
    Arrays.fill(all, bytes);
    return Bytes.concat(all);
  }

  @Test
  void whatCalendarsSendPasses() {
    assertThat(OtsGate.isTimestamp(PATH)).isTrue();
    assertThat(OtsGate.isTimestamp(pending("https://a.example/x_y-z:80"))).isTrue();
    assertThat(OtsGate.isTimestamp(Bytes.concat(FORK, PATH, PATH))).isTrue();
    assertThat(OtsGate.isTimestamp(Bytes.concat(SHA256, FORK, LEAF, PATH))).isTrue();
  }

  @Test
  void aPartOfATimestampIsNoneAndNorIsMore() {
    Bytes whole =
        Bytes.concat(
            Bytes.fromHex("ff"),
            CalendarServer.append(Bytes.utf8("tail")),
            CalendarServer.pending("https://a.example"),
            SHA256,
            LEAF);
    assertThat(OtsGate.isTimestamp(whole)).isTrue();
    for (int length = 0; length < whole.size(); length++) {
      assertThat(OtsGate.isTimestamp(whole.slice(0, length))).as("of " + length).isFalse();
    }
    assertThat(OtsGate.isTimestamp(Bytes.concat(whole, Bytes.fromHex("00")))).isFalse();
  }

  @Test
  void limitsHold() {
    assertThat(OtsGate.isTimestamp(Bytes.concat(repeated(SHA256, OtsGate.MAX_DEPTH), LEAF)))
        .isTrue();
    assertThat(OtsGate.isTimestamp(Bytes.concat(repeated(SHA256, OtsGate.MAX_DEPTH + 1), LEAF)))
        .isFalse();
    Bytes fork = Bytes.concat(FORK, PATH);
    assertThat(OtsGate.isTimestamp(Bytes.concat(repeated(fork, OtsGate.MAX_ITEMS / 2 - 1), PATH)))
        .isTrue();
    assertThat(OtsGate.isTimestamp(Bytes.concat(repeated(fork, OtsGate.MAX_ITEMS / 2), PATH)))
        .isFalse();
    int room = OtsGate.MAX_MESSAGE_BYTES - 32;
    assertThat(
            OtsGate.isTimestamp(
                Bytes.concat(CalendarServer.append(Bytes.owning(new byte[room])), LEAF)))
        .isTrue();
    assertThat(
            OtsGate.isTimestamp(
                Bytes.concat(CalendarServer.append(Bytes.owning(new byte[room + 1])), LEAF)))
        .isFalse();
    assertThat(OtsGate.isTimestamp(pending("a".repeat(1000)))).isTrue();
    assertThat(OtsGate.isTimestamp(pending("a".repeat(1001)))).isFalse();
  }

  @Test
  void whatTheFormatDoesNotKnowIsRefused() {
    assertThat(OtsGate.isTimestamp(pending("https://a.example/?q"))).isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.concat(CalendarServer.append(Bytes.EMPTY), LEAF)))
        .isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.concat(Bytes.fromHex("67"), LEAF))).isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.fromHex("08000102030405060708" + "03aabbcc"))).isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.fromHex("08000588960d73d71901" + "05ffffffff7f")))
        .isFalse();
    assertThat(OtsGate.isTimestamp(Bytes.fromHex("08000588960d73d71901" + "020100"))).isFalse();
  }

  /** So the library is never surprised. */
  @Property
  void theLibraryReadsAndWritesWhateverPasses(@ForAll("nearly") Bytes bytes) {
    if (OtsGate.isTimestamp(bytes)) {
      Timestamp read =
          Timestamp.deserialize(new StreamDeserializationContext(bytes.toArray()), new byte[32]);
      StreamSerializationContext out = new StreamSerializationContext();
      read.serialize(out);
      Bytes written = Bytes.copyOf(out.getOutput());
      assertThat(written.size()).isEqualTo(bytes.size());
      assertThat(OtsGate.isTimestamp(written)).isTrue();
    }
  }

  @Provide
  Arbitrary<Bytes> nearly() {
    Arbitrary<Bytes> operation =
        Arbitraries.of(
            SHA256,
            Bytes.fromHex("02"),
            Bytes.fromHex("03"),
            CalendarServer.append(Bytes.utf8("a")),
            CalendarServer.prepend(Bytes.utf8("b")));
    Arbitrary<Bytes> leaf =
        Arbitraries.of(
            LEAF,
            CalendarServer.pending("https://a.example"),
            Bytes.fromHex("00" + "0102030405060708" + "03aabbcc"));
    Arbitrary<Bytes> path =
        operation
            .list()
            .ofMaxSize(5)
            .flatMap(
                all -> leaf.map(end -> Bytes.concat(Bytes.concat(all.toArray(Bytes[]::new)), end)));
    return path.list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(
            paths -> {
              Bytes all = paths.get(0);
              for (Bytes each : paths.subList(1, paths.size())) {
                all = Bytes.concat(paths.size() > 3 ? SHA256 : Bytes.EMPTY, FORK, each, all);
              }
              return all;
            });
  }
}
