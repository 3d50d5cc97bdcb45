package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds for any input whatever: each law decodes it and looks at what came of it. */
final class Laws {
  private Laws() {}

  /** DAG-CBOR is refused, or encodes to itself again; and the slow reference says the same. */
  static void dagCbor(Bytes input) {
    Decoded<Ipld> decoded = DagCbor.decode(input);
    assertThat(refusalOf(decoded)).isEqualTo(SlowDagCbor.refusalOf(input.toArray(), Limits.BLOCK));
    if (decoded instanceof Decoded.Value<Ipld> good) {
      assertThat(DagCbor.encode(good.value())).isEqualTo(input);
    }
  }

  /** DAG-JSON is refused, or has a canonical text that means the same and is its own. */
  static void dagJson(Bytes input) {
    Decoded<Ipld> decoded = DagJson.decode(input, Limits.BLOCK);
    if (decoded instanceof Decoded.Refused<Ipld> bad) {
      assertThat(bad.refusal().offset()).isBetween(0L, (long) input.size());
      return;
    }
    Ipld value = ((Decoded.Value<Ipld>) decoded).value();
    assertThat(DagCbor.decode(DagCbor.encode(value), Limits.BLOCK))
        .isEqualTo(new Decoded.Value<>(value));
    String canonical;
    try {
      canonical = DagJson.encode(value);
    } catch (RefusedException e) {
      assertThat(e.reason()).isEqualTo(Reason.RESERVED_KEY);
      return;
    }
    assertThat(DagJson.decode(canonical)).isEqualTo(new Decoded.Value<>(value));
  }

  /** A CAR is refused, or the writer makes the same bytes of what was read. */
  static void car(Bytes input) throws IOException {
    Optional<Car> car;
    try {
      car = Optional.of(Car.read(input));
    } catch (RefusedException e) {
      assertThat(e.refusal().offset()).isBetween(0L, (long) input.size());
      return;
    }
    assertThat(car.get().written()).isEqualTo(input);
  }

  /** A text is refused, or is a CID whose canonical text and bytes are the same CID. */
  static void cidText(String input) throws RefusedException {
    Cid cid;
    try {
      cid = Cid.parse(input);
    } catch (RefusedException e) {
      assertThat(e.refusal().offset()).isNotNegative();
      return;
    }
    assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
    assertThat(Cid.decode(cid.bytes())).isEqualTo(cid);
  }

  /** Bytes are refused, or are a CID of just these bytes, which its parts make again. */
  static void cidBinary(Bytes input) throws RefusedException {
    Cid cid;
    try {
      cid = Cid.decode(input);
    } catch (RefusedException e) {
      assertThat(e.refusal().offset()).isBetween(0L, (long) input.size());
      return;
    }
    assertThat(cid.bytes()).isEqualTo(input);
    assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
    if (cid.version() == 1) {
      assertThat(Cid.v1(cid.codec(), cid.multihash())).isEqualTo(cid);
    }
  }

  /** A text is refused, or its base writes it again, but for the case of digits. */
  static void multibase(String input) throws RefusedException {
    Bytes bytes;
    try {
      bytes = Multibase.decode(input);
    } catch (RefusedException e) {
      assertThat(e.refusal().offset()).isNotNegative();
      return;
    }
    String again = Multibase.of(input).encode(bytes);
    assertThat(again).isEqualToIgnoringCase(input).startsWith(input.substring(0, 1));
    assertThat(Multibase.decode(again)).isEqualTo(bytes);
  }

  /** Bytes are refused, or begin with a varint that is written as it was read. */
  static void varint(Bytes input) {
    long value;
    try {
      value = Varint.decode(input);
    } catch (RefusedException e) {
      assertThat(e.refusal().offset()).isBetween(0L, (long) input.size());
      return;
    }
    assertThat(Varint.encode(value)).isEqualTo(input.slice(0, Varint.size(value)));
  }

  static Optional<Refusal> refusalOf(Decoded<?> decoded) {
    return decoded instanceof Decoded.Refused<?> bad
        ? Optional.of(bad.refusal())
        : Optional.empty();
  }

  /** All of a CAR. */
  record Car(List<Cid> roots, List<CarBlock> blocks) {
    static Car read(Bytes input) throws IOException, RefusedException {
      try (CarReader reader = CarReader.open(input.inputStream())) {
        List<CarBlock> blocks = new ArrayList<>();
        for (Optional<CarBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
          blocks.add(next.get());
        }
        return new Car(reader.roots(), blocks);
      }
    }

    Bytes written() throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (CarWriter writer = CarWriter.open(out, roots)) {
        for (CarBlock block : blocks) {
          writer.write(block.cid(), block.data());
        }
      }
      return Bytes.copyOf(out.toByteArray());
    }
  }
}
