package io.vivim.node;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.EventProof;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.LogAudit;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.blocks.BlockJson;
import java.util.Optional;

/** What the commands about blocks and proofs say. */
sealed interface BlockAnswer extends Answer {
  /** A block, in a line. */
  record Line(Block block) implements BlockAnswer {
    @Override
    public String text() {
      Block.Content content = block.content();
      return block.height()
          + " "
          + block.cid()
          + " "
          + content.time()
          + " leaves "
          + content.first()
          + " to "
          + (content.head().size() - 1);
    }

    @Override
    public IpldMap json() {
      return BlockJson.of(block);
    }
  }

  /** A block with all that it says. */
  record Whole(Block block) implements BlockAnswer {
    @Override
    public String text() {
      Block.Content content = block.content();
      return "cid "
          + block.cid()
          + "\nheight "
          + block.height()
          + "\nprev "
          + block.prev().map(Object::toString).orElse("none")
          + "\ntime "
          + content.time()
          + "\nfirst "
          + content.first()
          + "\nlast "
          + (content.head().size() - 1)
          + "\nroot "
          + content.head().root().toHex()
          + "\n\n"
          + BlockJson.text(block.note().encode()).stripTrailing();
    }

    @Override
    public IpldMap json() {
      return BlockJson.of(block);
    }
  }

  /** Two blocks that contradict each other. */
  record Forked(KnownLogs.Fork fork) implements BlockAnswer {
    @Override
    public String text() {
      return "fork "
          + fork.one().content().origin()
          + " "
          + fork.one().height()
          + " "
          + fork.one().cid()
          + " "
          + fork.other().height()
          + " "
          + fork.other().cid();
    }

    @Override
    public IpldMap json() {
      return BlockJson.of(fork);
    }
  }

  /** What a witness has cosigned of a log of ours that is not in it. */
  record Doubted(WitnessDoubts.Doubt doubt) implements BlockAnswer {
    @Override
    public String text() {
      return "doubt "
          + doubt.origin()
          + " "
          + doubt.kind().word()
          + " "
          + doubt.ours()
          + " "
          + doubt.theirs()
          + " "
          + doubt.witness();
    }

    @Override
    public IpldMap json() {
      return BlockJson.of(doubt);
    }
  }

  /** A log adds up. */
  record AddsUp(LogAudit.Clean clean) implements BlockAnswer {
    @Override
    public String text() {
      return "ok " + clean.head().size() + " entries in " + clean.blocks() + " blocks";
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("ok", Ipld.of(true))
          .put("size", Ipld.of(clean.head().size()))
          .put("root", Ipld.of(clean.head().root().toHex()))
          .put("blocks", Ipld.of(clean.blocks()))
          .build();
    }
  }

  /** A log does not. */
  record DoesNotAddUp(String what) implements BlockAnswer {
    @Override
    public String text() {
      return "error " + what;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("ok", Ipld.of(false)).put("problem", Ipld.of(what)).build();
    }

    @Override
    public Optional<String> complaint() {
      return Optional.of("the log does not add up: " + what);
    }
  }

  /** A file proves an event. */
  record Proven(String file, EventProof proof) implements BlockAnswer {
    @Override
    public String text() {
      return "ok "
          + proof.event().id()
          + " "
          + proof.index()
          + " of "
          + proof.checkpoint().head().size()
          + " "
          + proof.event().header().author();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("file", Ipld.of(file))
          .put("valid", Ipld.of(true))
          .put("event", Ipld.of(proof.event().id().toString()))
          .put("author", Ipld.of(proof.event().header().author().toString()))
          .put("index", Ipld.of(proof.index()))
          .put("size", Ipld.of(proof.checkpoint().head().size()))
          .put("witnesses", Ipld.of(proof.cosigners().size()))
          .build();
    }
  }

  /** A file proves nothing. */
  record NotProven(String file, String reason, String clause) implements BlockAnswer {
    @Override
    public String text() {
      return "error " + reason + " " + Console.inOneLine(file);
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("file", Ipld.of(file))
          .put("valid", Ipld.of(false))
          .put("reason", Ipld.of(reason))
          .build();
    }

    @Override
    public Optional<String> complaint() {
      return Optional.of(clause);
    }
  }
}
