package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim codec}: DAG-CBOR and DAG-JSON, one into the other. */
@Command(
    name = "codec",
    synopsisSubcommandLabel = "COMMAND",
    description = "Turn DAG-JSON into DAG-CBOR and back.",
    footerHeading = "%nExamples:%n",
    footer = {"  echo '{\"a\":1}' | vivim codec encode", "  echo a1616101 | vivim codec decode"})
final class CodecCommand {

  /** {@code vivim codec encode}: DAG-JSON to canonical DAG-CBOR and its CID. */
  @Command(
      name = "encode",
      description = {
        "Encode DAG-JSON values as DAG-CBOR.",
        "Answers each with '<cid> <hex>', or with 'error <reason> at <offset>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim codec encode '{\"a\":1}' '[true,null]'",
        "  vivim codec encode < values.jsonl > blocks.txt",
        "  vivim codec encode -- -5"
      })
  static final class Encode implements Callable<Integer> {
    private final Console console;

    @Parameters(
        paramLabel = "DAG-JSON",
        arity = "0..*",
        description = "Values; without any, one a line is read from standard input.")
    private List<String> values = List.of();

    @Option(names = "--json", description = "Answer with JSON objects: cid and hex, or error.")
    private boolean json;

    Encode(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      return new Batch(console, json).answerEachRaw(values, Encode::encode);
    }

    private static Answer encode(Bytes dagJson) throws RefusedException {
      Bytes block = DagCbor.encode(DagJson.decode(dagJson, Limits.BLOCK).orThrow());
      if (block.size() > Limits.MAX_BLOCK_BYTES) {
        // Floats take more room in DAG-CBOR than in JSON; what we write we must be able to read.
        throw new RefusedException(Reason.TOO_LARGE, dagJson.size());
      }
      return new Encoded(Cid.ofDagCbor(block), block);
    }
  }

  /** {@code vivim codec decode}: DAG-CBOR in hex to DAG-JSON. */
  @Command(
      name = "decode",
      description = {
        "Decode DAG-CBOR, strictly, and show it as DAG-JSON.",
        "Answers each value with its DAG-JSON, or with 'error <reason> at <offset>', the offset"
            + " counted in bytes of the DAG-CBOR."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim codec decode a1616101",
        "  vivim codec encode '{\"a\":1}' | cut -d' ' -f2 | vivim codec decode"
      })
  static final class Decode implements Callable<Integer> {
    private final Console console;

    @Parameters(
        paramLabel = "HEX",
        arity = "0..*",
        description = "Blocks in hex; without any, one a line is read from standard input.")
    private List<String> blocks = List.of();

    @Option(names = "--json", description = "Answer with JSON objects: value, or error.")
    private boolean json;

    Decode(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      return new Batch(console, json).answerEachRaw(blocks, Decode::decode);
    }

    private static Answer decode(Bytes hex) throws RefusedException {
      int wrong = HexText.firstInvalid(hex);
      if (wrong >= 0) {
        return Answer.Refused.at(wrong / 2, "hex", HexText.CLAUSE);
      }
      Ipld value = DagCbor.decode(HexText.decode(hex)).orThrow();
      return new DecodedValue(value, DagJson.encode(value));
    }
  }

  /** A block of DAG-CBOR. */
  private record Encoded(Cid cid, Bytes block) implements Answer {
    @Override
    public String text() {
      return cid + " " + block.toHex();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("cid", Ipld.of(cid.toString()))
          .put("hex", Ipld.of(block.toHex()))
          .build();
    }
  }

  /** A value and its canonical DAG-JSON. */
  private record DecodedValue(Ipld value, String text) implements Answer {
    @Override
    public IpldMap json() {
      return IpldMap.builder().put("value", value).build();
    }
  }
}
