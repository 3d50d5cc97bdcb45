package io.vivim.node;

import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multibase;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim cid}: content ids. */
@Command(
    name = "cid",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look into content ids.",
    footerHeading = "%nExamples:%n",
    footer = "  vivim cid inspect bafkqaaa")
final class CidCommand {

  /** {@code vivim cid inspect}: what a content id is made of. */
  @Command(
      name = "inspect",
      description = {
        "Show what content ids are made of.",
        "Answers each with 'name=value' pairs, or with 'error <reason> at <offset>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim cid inspect bafkqaaa", "  vivim cid inspect --json < cids.txt"})
  static final class Inspect implements Callable<Integer> {
    private final Console console;

    @Parameters(
        paramLabel = "CID",
        arity = "0..*",
        description = "Content ids; without any, one a line is read from standard input.")
    private List<String> cids = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Inspect(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      return new Batch(console, json).answerEach(cids, Inspect::inspect);
    }

    private static Answer inspect(String text) throws RefusedException {
      Cid cid = Cid.parse(text);
      Multibase base = cid.version() == 0 ? Multibase.BASE58_BTC : Multibase.of(text);
      return new Inspected(cid, base);
    }
  }

  /** A content id and the base that it was written in. */
  private record Inspected(Cid cid, Multibase base) implements Answer {
    @Override
    public String text() {
      return String.join(
          " ",
          "version=" + cid.version(),
          "base=" + base.tableName(),
          "codec=" + named(cid.codecName(), cid.codec()),
          "hash=" + named(cid.multihash().functionName(), cid.multihash().code()),
          "digest=" + cid.multihash().digest().toHex(),
          "v1=" + asV1(),
          "hex=" + cid.bytes().toHex());
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("version", Ipld.of(cid.version()))
          .put("base", Ipld.of(base.tableName()))
          .put("codec", Ipld.of(cid.codecName()))
          .put("codecCode", Ipld.of(cid.codec()))
          .put("hash", Ipld.of(cid.multihash().functionName()))
          .put("hashCode", Ipld.of(cid.multihash().code()))
          .put("digest", Ipld.of(cid.multihash().digest().toHex()))
          .put("v1", Ipld.of(asV1().toString()))
          .put("hex", Ipld.of(cid.bytes().toHex()))
          .build();
    }

    private Cid asV1() {
      return Cid.v1(cid.codec(), cid.multihash());
    }

    private static String named(String name, long code) {
      return name + "(0x" + Long.toHexString(code) + ")";
    }
  }
}
