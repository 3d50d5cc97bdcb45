package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.nio.charset.StandardCharsets;

/** Blocks as objects, for answers of all kinds. */
public final class BlockJson {
  private BlockJson() {}

  public static IpldMap of(Block block) {
    Block.Content content = block.content();
    return IpldMap.builder()
        .put("cid", Ipld.of(block.cid().toString()))
        .put("origin", Ipld.of(content.origin().text()))
        .put("builder", Ipld.of(content.origin().builder().toString()))
        .put("height", Ipld.of(block.height()))
        .put("prev", block.prev().<Ipld>map(cid -> Ipld.of(cid.toString())).orElse(Ipld.NULL))
        .put("first", Ipld.of(content.first()))
        .put("last", Ipld.of(content.head().size() - 1))
        .put("root", Ipld.of(content.head().root().toHex()))
        .put("time", Ipld.of(content.time().toString()))
        .put("checkpoint", Ipld.of(text(block.note().encode())))
        .put("bytes", Ipld.of(block.bytes()))
        .build();
  }

  /** Two blocks that prove it to anybody. */
  public static IpldMap of(KnownLogs.Fork fork) {
    return IpldMap.builder()
        .put("origin", Ipld.of(fork.one().content().origin().text()))
        .put("one", of(fork.one()))
        .put("other", of(fork.other()))
        .build();
  }

  /** What a witness has cosigned of a log of ours that is not in it. */
  public static IpldMap of(WitnessDoubts.Doubt doubt) {
    return IpldMap.builder()
        .put("origin", Ipld.of(doubt.origin().text()))
        .put("witness", Ipld.of(doubt.witness()))
        .put("kind", Ipld.of(doubt.kind().word()))
        .put("ours", Ipld.of(doubt.ours()))
        .put("theirs", Ipld.of(doubt.theirs()))
        .build();
  }

  /** Of bytes that are known to be a text. */
  public static String text(Bytes utf8) {
    return new String(utf8.toArray(), StandardCharsets.UTF_8);
  }
}
