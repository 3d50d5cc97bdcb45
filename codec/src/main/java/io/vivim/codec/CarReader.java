package io.vivim.codec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a CAR, version 1, as a stream: one block in memory at a time.
 *
 * <pre>
 *   varint size | DAG-CBOR {"roots": [CID, …], "version": 1}
 *   varint size | CID | block          and so on to the end
 * </pre>
 *
 * <p>(IPLD, "Content Addressable aRchives (CAR / .car)", version 1.) After a refusal the reader is
 * spent: where one section is wrong, nothing says where the next begins.
 */
public final class CarReader implements AutoCloseable {
  /** Room for the largest blocks that are exchanged, and some more. */
  public static final int MAX_SECTION_BYTES = 8 * 1024 * 1024;

  public static final int MAX_HEADER_BYTES = 1024 * 1024;

  private static final Limits HEADER_LIMITS = new Limits(MAX_HEADER_BYTES, 4, 64 * 1024);

  private final InputStream in;
  private List<Cid> roots = List.of();
  private long offset;

  private CarReader(InputStream in) {
    this.in = in;
  }

  /** A reader that has read the header of {@code in} and closes it in the end. */
  public static CarReader open(InputStream in) throws IOException, RefusedException {
    CarReader reader = new CarReader(new BufferedInputStream(in, 64 * 1024));
    reader.readHeader();
    return reader;
  }

  /** The roots that the header names, which need not be in the file. */
  public List<Cid> roots() {
    return roots;
  }

  /** The next block, or nothing at the end; refused if it is not what its CID names. */
  public Optional<CarBlock> next() throws IOException, RefusedException {
    Optional<CarBlock> next = nextUnverified();
    if (next.isPresent()) {
      CarBlock block = next.get();
      Optional<Boolean> matches = block.cid().multihash().matches(block.data());
      if (matches.isEmpty()) {
        throw new RefusedException(Reason.HASH_UNKNOWN, block.offset());
      }
      if (!matches.get()) {
        throw new RefusedException(Reason.DIGEST_MISMATCH, block.offset());
      }
    }
    return next;
  }

  /** The next block without a look at its digest, for listings. */
  public Optional<CarBlock> nextUnverified() throws IOException, RefusedException {
    long start = offset;
    Bytes section = readSection(MAX_SECTION_BYTES, Reason.CAR_SECTION);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    long sectionStart = offset - section.size();
    Cid cid;
    try {
      cid = Cid.read(section);
    } catch (RefusedException e) {
      if (e.reason() == Reason.TRUNCATED) {
        throw new RefusedException(Reason.CAR_SECTION, start);
      }
      throw e.shiftedBy(sectionStart);
    }
    return Optional.of(new CarBlock(cid, section.from(cid.size()), start));
  }

  private void readHeader() throws IOException, RefusedException {
    Bytes header = readSection(MAX_HEADER_BYTES, Reason.CAR_HEADER);
    if (header.isEmpty()) {
      throw new RefusedException(Reason.TRUNCATED, 0);
    }
    long start = offset - header.size();
    Ipld value;
    try {
      value = DagCbor.decodeOrThrow(header, HEADER_LIMITS);
    } catch (RefusedException e) {
      throw e.shiftedBy(start);
    }
    roots = rootsOf(value, start);
  }

  private static List<Cid> rootsOf(Ipld header, long start) throws RefusedException {
    if (!(header instanceof IpldMap map)
        || !(map.get("version").orElse(Ipld.NULL) instanceof Ipld.Int version)) {
      throw new RefusedException(Reason.CAR_HEADER, start);
    }
    if (!version.equals(Ipld.of(1))) {
      throw new RefusedException(Reason.CAR_VERSION, start);
    }
    if (map.size() != 2 || !(map.get("roots").orElse(Ipld.NULL) instanceof Ipld.Sequence listed)) {
      throw new RefusedException(Reason.CAR_HEADER, start);
    }
    List<Cid> roots = new ArrayList<>();
    for (Ipld root : listed.values()) {
      if (!(root instanceof Ipld.Link link)) {
        throw new RefusedException(Reason.CAR_HEADER, start);
      }
      roots.add(link.value());
    }
    return List.copyOf(roots);
  }

  /** The bytes that the next varint announces, or none at the end of the stream. */
  private Bytes readSection(int maxBytes, Reason empty) throws IOException, RefusedException {
    long start = offset;
    long size = Varint.read(in, start);
    if (size < 0) {
      return Bytes.EMPTY;
    }
    if (size == 0) {
      throw new RefusedException(empty, start);
    }
    if (size > maxBytes) {
      throw new RefusedException(Reason.TOO_LARGE, start);
    }
    // Reads in steps, so that a size that the stream does not keep costs no memory.
    byte[] section = in.readNBytes((int) size);
    offset += Varint.size(size) + section.length;
    if (section.length < size) {
      throw new RefusedException(Reason.TRUNCATED, offset);
    }
    return Bytes.owning(section);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
