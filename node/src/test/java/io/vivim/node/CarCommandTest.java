package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.CarWriter;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.Terminal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarCommandTest {
  private static final Bytes MAP = DagCbor.encode(IpldMap.builder().put("a", Ipld.of(1)).build());
  private static final Bytes RAW = Bytes.utf8("raw\n");
  private static final Cid MAP_CID = Cid.ofDagCbor(MAP);
  private static final Cid RAW_CID = Cid.ofRaw(RAW);

  /** The header with one root of 36 bytes, its own length byte included. */
  private static final int HEADER_BYTES = 59;

  private static final int FIRST_SECTION_BYTES = 1 + 36 + 4;

  @TempDir Path folder;

  private Path car = Path.of("");

  @BeforeEach
  void writeCar() throws IOException {
    car = folder.resolve("two blocks.car");
    try (CarWriter writer = CarWriter.open(Files.newOutputStream(car), List.of(MAP_CID))) {
      writer.write(MAP_CID, MAP);
      writer.write(RAW_CID, RAW);
    }
  }

  private String cutTo(int size) throws IOException {
    Path cut = folder.resolve("cut.car");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(car), size));
    return cut.toString();
  }

  private String withLastByteChanged() throws IOException {
    Path changed = folder.resolve("changed.car");
    byte[] bytes = Files.readAllBytes(car);
    bytes[bytes.length - 1] ^= 1;
    Files.write(changed, bytes);
    return changed.toString();
  }

  @Test
  void lsListsRootsAndBlocks() {
    Outcome outcome = Terminal.run("car", "ls", car.toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines())
        .containsExactly(
            "root " + MAP_CID,
            MAP_CID + " 4 " + HEADER_BYTES,
            RAW_CID + " 4 " + (HEADER_BYTES + FIRST_SECTION_BYTES));
    assertThat(Terminal.run("car", "ls", "--json", car.toString()).lines())
        .contains("{\"cid\":\"" + MAP_CID + "\",\"offset\":" + HEADER_BYTES + ",\"size\":4}");
  }

  @Test
  void lsAnswersEachNameOnStandardInputWithOneLine() {
    Outcome outcome = Terminal.runOn(car + "\n" + folder + "\n-\n", "car", "ls");
    assertThat(outcome.lines())
        .containsExactly(
            "blocks=2 bytes=8 roots=" + MAP_CID, "error is-a-directory", "error no-such-file");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void lsShowsWhatStandsBeforeACutAndThenTheError() throws IOException {
    Outcome outcome = Terminal.run("car", "ls", cutTo(HEADER_BYTES + FIRST_SECTION_BYTES + 7));
    assertThat(outcome.lines()).hasSize(3).last().asString().startsWith("error truncated at ");
    assertThat(outcome.complaints()).hasSize(1).first().asString().contains("cut.car: truncated");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void verifyCountsTheBlocks() throws IOException {
    assertThat(Terminal.run("car", "verify", car.toString()).out()).isEqualTo("ok 2 blocks\n");
    Outcome stream = Terminal.runOn(Files.newInputStream(car), "car", "verify", "-");
    assertThat(stream.out()).isEqualTo("ok 2 blocks\n");
    assertThat(Terminal.run("car", "verify", "--json", car.toString()).out())
        .startsWith("{\"blocks\":2,\"file\":");
  }

  @Test
  void verifyFindsAChangedByteWhereItsSectionBegins() throws IOException {
    Outcome outcome = Terminal.run("car", "verify", car.toString(), withLastByteChanged());
    assertThat(outcome.lines())
        .containsExactly(
            "ok 2 blocks", "error digest-mismatch at " + (HEADER_BYTES + FIRST_SECTION_BYTES));
    assertThat(outcome.complaints()).hasSize(1);
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void noCutInsideASectionIsTakenForTheWhole() throws IOException {
    int size = (int) Files.size(car);
    for (int cut = 0; cut < size; cut++) {
      Outcome outcome = Terminal.run("car", "verify", cutTo(cut));
      boolean betweenSections = cut == HEADER_BYTES || cut == HEADER_BYTES + FIRST_SECTION_BYTES;
      assertThat(outcome.code()).as("cut to %d", cut).isEqualTo(betweenSections ? 0 : 1);
      assertThat(outcome.complaints()).hasSize(betweenSections ? 0 : 1);
    }
  }

  @Test
  void catWritesTheBytesInTheOrderAsked() {
    Outcome outcome =
        Terminal.run("car", "cat", car.toString(), RAW_CID.toString(), RAW_CID.toString());
    assertThat(outcome.out()).isEqualTo("raw\nraw\n");
  }

  @Test
  void catShowsBlocksAsDagJson() {
    Outcome outcome =
        Terminal.run(
            "car", "cat", "--dag-json", car.toString(), RAW_CID.toString(), MAP_CID.toString());
    assertThat(outcome.lines()).containsExactly("{\"/\":{\"bytes\":\"cmF3Cg\"}}", "{\"a\":1}");
  }

  @Test
  void catAnswersCidsFromStandardInputWithHex() {
    String absent = Cid.ofRaw(Bytes.EMPTY).toString();
    Outcome outcome =
        Terminal.runOn(MAP_CID + "\n" + absent + "\nx\n", "car", "cat", car.toString());
    assertThat(outcome.lines())
        .containsExactly("a1616101", "error no-such-block", "error multibase at 0");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void catTakesFilesAndCidsFromStandardInput() {
    Outcome outcome = Terminal.runOn(car + " " + MAP_CID + "\nx\n", "car", "cat", "--dag-json");
    assertThat(outcome.lines()).containsExactly("{\"a\":1}", "error no-cid at 1");
  }

  @Test
  void catReadsOneBlockFromAStream() throws IOException {
    Outcome outcome =
        Terminal.runOn(Files.newInputStream(car), "car", "cat", "-", RAW_CID.toString());
    assertThat(outcome.out()).isEqualTo("raw\n");
    assertThat(Terminal.run("car", "cat", "-").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void catGivesNoByteThatDoesNotMatchItsDigest() throws IOException {
    Outcome outcome = Terminal.run("car", "cat", withLastByteChanged(), RAW_CID.toString());
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.complaints()).hasSize(1).first().asString().contains("digest-mismatch");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }
}
