package io.vivim.node;

import io.vivim.anchors.Anchor;
import io.vivim.anchors.Anchoring;
import io.vivim.anchors.Anchors;
import io.vivim.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    description = "Look after the anchors of checkpoints, of a node that is not running.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim anchor status",
      "  vivim anchor upgrade --anchor-calendar public",
      "  vivim anchor status 3 --export checkpoint"
    })
final class AnchorCommand {
  private static final int PAGE = 256;

  /** Where the lines of an answer go. */
  private interface Lines {
    void line(Answer answer) throws IOException;
  }

  /** The anchorings of a store that no node has open. */
  private static Anchors anchorsOf(
      Store store, List<Anchor> anchors, InstantSource clock, RandomGenerator random) {
    Anchors.prepare(store);
    return Anchors.open(store, store, anchors, Duration.ZERO, clock, random);
  }

  private static void tellAll(Anchors anchors, Lines lines) throws IOException {
    long from = 1;
    for (List<Anchoring> page = anchors.page(from, PAGE);
        !page.isEmpty();
        page = anchors.page(from, PAGE)) {
      for (Anchoring each : page) {
        lines.line(new AnchorAnswer(each));
      }
      from = page.get(page.size() - 1).number() + 1;
    }
  }

  /** {@code vivim anchor status}: how far each anchoring is, and its proof. */
  @Command(
      name = "status",
      description = {
        "Show how far the anchorings of checkpoints are.",
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
      try (Store store = data.openExistingStore()) {
        Anchors anchors = anchorsOf(store, List.of(), clock, random);
        if (number == null && export == null) {
          tellAll(anchors, this::tell);
          return ExitCode.GOOD;
        }
        Anchoring one = number == null ? lastConfirmed(anchors) : named(anchors, number);
        if (export != null) {
          write(one, export);
        }
        tell(new AnchorAnswer(one));
      }
      return ExitCode.GOOD;
    }

    private void tell(Answer answer) throws IOException {
      console.line(json ? Batch.jsonOf(answer) : answer.text());
    }

    private static Anchoring named(Anchors anchors, long number) throws IOException {
      return anchors
          .get(number)
          .orElseThrow(
              () -> new UnreadableFileException("no-anchoring", "there is no anchoring " + number));
    }

    private static Anchoring lastConfirmed(Anchors anchors) throws IOException {
      Anchoring last = null;
      long from = 1;
      for (List<Anchoring> page = anchors.page(from, PAGE);
          !page.isEmpty();
          page = anchors.page(from, PAGE)) {
        for (Anchoring each : page) {
          last = each.state() == Anchoring.State.CONFIRMED ? each : last;
        }
        from = page.get(page.size() - 1).number() + 1;
      }
      return Optional.ofNullable(last)
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
        "Answers as 'vivim anchor status' does, for those at anchors that are named."
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
        tellAll(
            anchors,
            answer -> {
              if (names.contains(((AnchorAnswer) answer).anchoring().subject().anchor())) {
                console.line(json ? Batch.jsonOf(answer) : answer.text());
              }
            });
      }
      return ExitCode.GOOD;
    }
  }
}
