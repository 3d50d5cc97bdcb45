package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.testvectors.VectorCase;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class CarTest {
  @TestFactory
  Stream<DynamicTest> goodFilesHaveTheirRootsAndBlocks() {
    return Vector.tests(
        "car",
        "valid",
        c -> {
          Bytes in = Bytes.fromHex(c.text("hex"));
          Laws.Car car = Laws.Car.read(in);
          assertThat(car.roots().stream().map(Cid::toString)).isEqualTo(rootsOf(c));
          assertThat(car.blocks().stream().map(CarTest::describe)).isEqualTo(blocksOf(c));
          assertThat(car.written()).isEqualTo(in);
        });
  }

  private static List<String> rootsOf(VectorCase c) {
    List<String> roots = new ArrayList<>();
    c.fields().path("roots").forEach(root -> roots.add(root.textValue()));
    return roots;
  }

  private static List<String> blocksOf(VectorCase c) {
    List<String> blocks = new ArrayList<>();
    for (JsonNode block : c.fields().path("blocks")) {
      blocks.add(
          block.path("cid").textValue() + " " + block.path("offset") + " " + block.path("size"));
    }
    return blocks;
  }

  private static String describe(CarBlock block) {
    return block.cid() + " " + block.offset() + " " + block.data().size();
  }

  @TestFactory
  Stream<DynamicTest> badFilesAreRefusedWithTheirReason() {
    return Vector.tests(
        "car",
        "invalid",
        c ->
            assertThatThrownBy(() -> Laws.Car.read(Bytes.fromHex(c.text("hex"))))
                .isInstanceOfSatisfying(
                    RefusedException.class,
                    e -> assertThat(e.refusal()).isEqualTo(Vector.refusal(c))));
  }

  @Property
  void whatWasWrittenIsRead(@ForAll("cars") Laws.Car car) throws IOException, RefusedException {
    Laws.Car again = Laws.Car.read(car.written());
    assertThat(again.roots()).isEqualTo(car.roots());
    assertThat(again.blocks().stream().map(CarBlock::cid))
        .isEqualTo(car.blocks().stream().map(CarBlock::cid).toList());
    assertThat(again.blocks().stream().map(CarBlock::data))
        .isEqualTo(car.blocks().stream().map(CarBlock::data).toList());
  }

  @Property
  void mutatedFilesAreRefusedOrWrittenAgain(@ForAll("mutated") Bytes bytes) throws IOException {
    Laws.car(bytes);
  }

  @Property
  void arbitraryBytesAreRefusedOrWrittenAgain(@ForAll byte[] bytes) throws IOException {
    Laws.car(Bytes.copyOf(bytes));
  }

  @Provide
  Arbitrary<Laws.Car> cars() {
    Arbitrary<CarBlock> blocks =
        AnyIpld.bytes(100)
            .flatMap(
                data ->
                    Arbitraries.of(Cid.ofRaw(data), Cid.ofDagCbor(data), AnyIpld.v0(data))
                        .map(cid -> new CarBlock(cid, data, 0)));
    return Combinators.combine(AnyIpld.cids().list().ofMaxSize(4), blocks.list().ofMaxSize(6))
        .as(Laws.Car::new);
  }

  @Provide
  Arbitrary<Bytes> mutated() {
    return Mutation.of(cars().map(CarTest::written));
  }

  private static Bytes written(Laws.Car car) {
    try {
      return car.written();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aListingDoesNotLookAtDigests() throws IOException, RefusedException {
    Cid named = Cid.ofRaw(Bytes.utf8("a"));
    Bytes other = Bytes.utf8("b");
    Bytes car = new Laws.Car(List.of(), List.of(new CarBlock(named, other, 0))).written();
    try (CarReader reader = CarReader.open(car.inputStream())) {
      assertThat(reader.nextUnverified()).contains(new CarBlock(named, other, 18));
      assertThat(reader.nextUnverified()).isEmpty();
    }
    try (CarReader reader = CarReader.open(car.inputStream())) {
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(new Refusal(Reason.DIGEST_MISMATCH, 18)));
    }
  }

  @Test
  void blocksBeforeAFaultAreGivenOut() throws IOException, RefusedException {
    Bytes data = Bytes.utf8("a");
    Bytes car = new Laws.Car(List.of(), List.of(new CarBlock(Cid.ofRaw(data), data, 0))).written();
    try (CarReader reader = CarReader.open(Bytes.concat(car, Bytes.fromHex("00")).inputStream())) {
      assertThat(reader.next().orElseThrow().data()).isEqualTo(data);
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(new Refusal(Reason.CAR_SECTION, car.size())));
    }
  }

  @Test
  void aSectionThatNoReaderWouldTakeIsNotWritten() throws IOException {
    Bytes large = Bytes.copyOf(new byte[CarReader.MAX_SECTION_BYTES]);
    try (CarWriter writer = CarWriter.open(new ByteArrayOutputStream(), List.of())) {
      assertThatThrownBy(() -> writer.write(Cid.ofRaw(large), large))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theReaderClosesItsStream() throws IOException, RefusedException {
    AtomicBoolean closed = new AtomicBoolean();
    Bytes empty = new Laws.Car(List.of(), List.of()).written();
    InputStream in =
        new FilterInputStream(empty.inputStream()) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    CarReader.open(in).close();
    assertThat(closed).isTrue();
  }
}
