package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.CarBlock;
import io.vivim.codec.CarReader;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the commands of {@code vivim car} answer. */
sealed interface CarAnswer extends Answer {

  /** A root that the header names. */
  record Root(Cid cid) implements CarAnswer {
    @Override
    public String text() {
      return "root " + cid;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("root", Ipld.of(cid.toString())).build();
    }
  }

  /** A block's place in a listing. */
  record Block(Cid cid, int size, long offset) implements CarAnswer {
    @Override
    public String text() {
      return cid + " " + size + " " + offset;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("cid", Ipld.of(cid.toString()))
          .put("size", Ipld.of(size))
          .put("offset", Ipld.of(offset))
          .build();
    }
  }

  /** A whole file in one line. */
  record Summary(String file, List<Cid> roots, long blocks, long bytes) implements CarAnswer {
    static Summary of(String file, CarReader reader) throws IOException, RefusedException {
      long blocks = 0;
      long bytes = 0;
      for (Optional<CarBlock> next = reader.nextUnverified();
          next.isPresent();
          next = reader.nextUnverified()) {
        blocks++;
        bytes += next.get().data().size();
      }
      return new Summary(file, reader.roots(), blocks, bytes);
    }

    @Override
    public String text() {
      String listed = roots.stream().map(Cid::toString).collect(Collectors.joining(","));
      return "blocks=" + blocks + " bytes=" + bytes + " roots=" + listed;
    }

    @Override
    public IpldMap json() {
      List<Ipld> listed = roots.stream().<Ipld>map(root -> Ipld.of(root.toString())).toList();
      return IpldMap.builder()
          .put("file", Ipld.of(file))
          .put("blocks", Ipld.of(blocks))
          .put("bytes", Ipld.of(bytes))
          .put("roots", new Ipld.Sequence(listed))
          .build();
    }
  }

  /** A file of which every block is what its CID names. */
  record Verified(String file, long blocks) implements CarAnswer {
    @Override
    public String text() {
      return "ok " + blocks + (blocks == 1 ? " block" : " blocks");
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("file", Ipld.of(file)).put("blocks", Ipld.of(blocks)).build();
    }
  }

  /** A block's content, in hex or DAG-JSON. */
  record Content(String text) implements CarAnswer {
    @Override
    public IpldMap json() {
      return IpldMap.builder().put("content", Ipld.of(text)).build();
    }
  }

  /** The block as DAG-JSON: what it says where we can read it, and its bytes where not. */
  static String dagJson(Cid cid, Bytes block) throws RefusedException {
    if (cid.codec() == Cid.DAG_CBOR) {
      return DagJson.encode(DagCbor.decode(block).orThrow());
    }
    if (cid.codec() == Cid.DAG_JSON) {
      return DagJson.encode(DagJson.decode(block, Limits.BLOCK).orThrow());
    }
    return DagJson.encode(Ipld.of(block));
  }
}
