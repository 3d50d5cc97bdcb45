package io.vivim.node;

import io.vivim.anchors.Anchor;
import io.vivim.anchors.Anchoring;
import io.vivim.anchors.Anchors;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.blocks.AnchoringJson;
import io.vivim.store.Store;
import io.vivim.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim anchor}: who vouches for checkpoints. */
@Command(
    name = "anchor",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look after the anchors of checkpoints.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim anchor status",
      "  vivim anchor upgrade --anchor-calendar public",
      "  vivim anchor status 3 --export checkpoint"
    })
final class AnchorCommand {
  private static final int PAGE = 256;

  /** The anchorings of a store that no node has open. */
  private static Anchors anchorsOf(
      Store store, List<Anchor> anchors, InstantSource clock, RandomGenerator random) {
    Anchors.prepare(store);
    return Anchors.open(store, store, anchors, Duration.ZERO, clock, random);
  }

  /** Where anchorings come from, in the order in which they began. */
  private interface Pages {
    /** Those from a number on, or the first of them; none where there are none. */
    List<Anchoring> from(long number) throws IOException;
  }

  private interface Each {
    void take(Anchoring anchoring) throws IOException;
  }

  private static void forEach(Pages pages, Each each) throws IOException {
    List<Anchoring> page = pages.from(1);
    while (!page.isEmpty()) {
      for (Anchoring anchoring : page) {
        each.take(anchoring);
      }
      page = pages.from(page.get(page.size() - 1).number() + 1);
    }
  }

  /** Those that a running node tells of. */
  private static List<Anchoring> asked(NodeCalls node, long from) throws IOException {
    IpldMap answer =
        node.call("block_anchors", IpldMap.builder().put("from", Ipld.of(from)).build());
    List<Anchoring> told = new ArrayList<>();
    if (answer.get("anchorings").orElse(Ipld.NULL) instanceof Ipld.Sequence list) {
      for (Ipld each : list.values()) {
        told.add(
            AnchoringJson.read(each)
                .filter(anchoring -> anchoring.number() >= from)
                .orElseThrow(
                    () ->
                        new UnreadableFileException(
                            "unreachable", "the node that runs there tells of no anchoring")));
      }
    }
    return told;
  }

  /** {@code vivim anchor status}: how far each anchoring is, and its proof. */
  @Command(
      name = "status",
      description = {
        "Show how far the anchorings of checkpoints are; a node that runs there is asked.",
        "Answers with lines of '<number> pending|confirmed|failed <anchor> <origin> <size>"
            + " <words>', the words after the reason where the last step failed.",
        "With --export, the checkpoint is written to FILE and its proof beside it, to FILE.ots,"
            + " FILE.tsr or FILE.json, as 'ots verify FILE.ots' and 'openssl ts -verify -data FILE"
            + " -in FILE.tsr' read them."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim anchor status --json", "  vivim anchor status 3 --export checkpoint"})
  static final class Status implements Callable<Integer> {
    private final Console console;
    private final InstantSource clock;
    private final RandomGenerator random;

    @Mixin private final LogOption data;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "NUMBER",
        description = "One of them alone.")
    private @Nullable Long number;

    @Option(
        names = "--export",
        paramLabel = "FILE",
        description =
            "Write the checkpoint and its proof to files: of NUMBER, else of the last one that is"
                + " confirmed.")
    private @Nullable Path export;

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    Status(
        Console console, Surroundings surroundings, InstantSource clock, RandomGenerator random) {
      this.console = console;
      this.clock = clock;
      this.random = random;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      NodeCalls node;
      try (Store store = data.openExistingStore()) {
        Anchors anchors = anchorsOf(store, List.of(), clock, random);
        return told(from -> anchors.page(from, PAGE));
      } catch (StoreException e) {
        node = data.nodeThatHasIt(e).orElseThrow(() -> e);
      }
      return told(from -> asked(node, from));
    }

    private int told(Pages pages) throws IOException {
      if (number == null && export == null) {
        forEach(pages, this::tell);
        if (pages.from(1).isEmpty()) {
          console.complain(
              "nothing is anchored yet: a node that builds asks the anchors that --anchor-calendar,"
                  + " --anchor-tsa or --anchor-evm names");
        }
        return ExitCode.GOOD;
      }
      Anchoring one = number == null ? lastConfirmed(pages) : named(pages, number);
      if (export != null) {
        write(one, export);
      }
      tell(one);
      return ExitCode.GOOD;
    }

    private void tell(Anchoring anchoring) throws IOException {
      Answer answer = new AnchorAnswer(anchoring);
      console.line(json ? Batch.jsonOf(answer) : answer.text());
    }

    private static Anchoring named(Pages pages, long number) throws IOException {
      return (number < 1 ? List.<Anchoring>of() : pages.from(number))
          .stream()
              .findFirst()
              .filter(found -> found.number() == number)
              .orElseThrow(
                  () ->
                      new UnreadableFileException(
                          "no-anchoring", "there is no anchoring " + number));
    }

    private static Anchoring lastConfirmed(Pages pages) throws IOException {
      List<Anchoring> last = new ArrayList<>();
      forEach(
          pages,
          each -> {
            if (each.state() == Anchoring.State.CONFIRMED) {
              last.clear();
              last.add(each);
            }
          });
      return last.stream()
          .findFirst()
          .orElseThrow(
              () -> new UnreadableFileException("no-anchoring", "nothing is confirmed yet"));
    }

    private static void write(Anchoring anchoring, Path file) throws IOException {
      if (anchoring.state() != Anchoring.State.CONFIRMED) {
        throw new UnreadableFileException(
            "not-confirmed",
            "anchoring "
                + anchoring.number()
                + " is "
                + anchoring.state().code()
                + ": no proof yet");
      }
      Path proof = file.resolveSibling(file.getFileName() + "." + anchoring.subject().fileEnding());
      try {
        Files.write(file, anchoring.subject().note().toArray());
        Files.write(proof, anchoring.proof().toArray());
      } catch (IOException e) {
        UnreadableFileException reason = UnreadableFileException.of(e);
        throw new UnreadableFileException(
            reason.code(), file + " cannot be written: " + reason.clause());
      }
    }
  }

  /** {@code vivim anchor upgrade}: the next steps are made now. */
  @Command(
      name = "upgrade",
      description = {
        "Ask the anchors now about all that is pending, and again for what has failed.",
        "Answers as 'vivim anchor status' does, for those at anchors that are named. It is for a"
            + " node that does not run: one that runs asks its anchors by itself."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim anchor upgrade --anchor-calendar public",
        "  vivim anchor upgrade --anchor-tsa https://tsa.example/ --anchor-tsa-certificate tsa.pem"
      })
  static final class Upgrade implements Callable<Integer> {
    private final Console console;
    private final InstantSource clock;
    private final RandomGenerator random;

    @Mixin private final LogOption data;

    @Mixin private final AnchorOptions options = new AnchorOptions();

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    Upgrade(
        Console console, Surroundings surroundings, InstantSource clock, RandomGenerator random) {
      this.console = console;
      this.clock = clock;
      this.random = random;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      List<Anchor> asked = options.anchors(random);
      if (asked.isEmpty()) {
        throw new UnreadableFileException(
            "no-anchor",
            "no anchor is named: --anchor-calendar, --anchor-tsa or --anchor-evm does");
      }
      List<String> names = asked.stream().map(Anchor::name).toList();
      try (Store store = data.openExistingStore()) {
        Anchors anchors = anchorsOf(store, asked, clock, random);
        anchors.again();
        anchors.work();
        forEach(
            from -> anchors.page(from, PAGE),
            each -> {
              if (names.contains(each.subject().anchor())) {
                Answer answer = new AnchorAnswer(each);
                console.line(json ? Batch.jsonOf(answer) : answer.text());
              }
            });
      } catch (StoreException e) {
        if (data.nodeThatHasIt(e).isEmpty()) {
          throw e;
        }
        throw new UnreadableFileException(
            "in-use",
            "a node runs there, which asks its anchors by itself: 'vivim anchor status' tells how"
                + " far it is; to ask at once, stop it first");
      }
      return ExitCode.GOOD;
    }
  }
}
