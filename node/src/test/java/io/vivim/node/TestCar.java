package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.CarWriter;
import io.vivim.codec.Cid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CARs of a test. */
final class TestCar {
  private TestCar() {}

  /** Writes blocks under the CIDs that dag-cbor would have. */
  static void write(Path file, List<Bytes> blocks) throws IOException {
    try (CarWriter car =
        CarWriter.open(Files.newOutputStream(file), List.of(Cid.ofDagCbor(blocks.get(0))))) {
      for (Bytes block : blocks) {
        car.write(Cid.ofDagCbor(block), block);
      }
    }
  }
}
