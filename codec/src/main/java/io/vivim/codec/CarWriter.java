package io.vivim.codec;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes a CAR, version 1, block by block; see {@link CarReader} for the format. */
public final class CarWriter implements AutoCloseable {
  private final OutputStream out;

  private CarWriter(OutputStream out) {
    this.out = out;
  }

  /** A writer that has written the header to {@code out} and closes it in the end. */
  public static CarWriter open(OutputStream out, List<Cid> roots) throws IOException {
    CarWriter writer = new CarWriter(new BufferedOutputStream(out, 64 * 1024));
    IpldMap header =
        IpldMap.builder()
            .put("roots", new Ipld.Sequence(roots.stream().<Ipld>map(Ipld::of).toList()))
            .put("version", Ipld.of(1))
            .build();
    Bytes encoded = DagCbor.encode(header);
    Varint.write(encoded.size(), writer.out);
    encoded.writeTo(writer.out);
    return writer;
  }

  /** Adds a block, which the caller knows to be what {@code cid} names. */
  public void write(Cid cid, Bytes data) throws IOException {
    int size = Math.addExact(cid.size(), data.size());
    if (size > CarReader.MAX_SECTION_BYTES) {
      throw new IllegalArgumentException("no reader would take a section of " + size + " bytes");
    }
    Varint.write(size, out);
    cid.bytes().writeTo(out);
    data.writeTo(out);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
