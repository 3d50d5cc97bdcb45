package io.vivim.node;

import io.vivim.blockbuilder.AuditException;
import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.LogAudit;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.node.blocks.ShownLogs;
import io.vivim.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim block}: the blocks of logs that are in the data folder. */
@Command(
    name = "block",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the blocks that a node made or was told of, while it is not running.",
    footerHeading = "%nExamples:%n",
    footer = {"  vivim block list", "  vivim block show 0", "  vivim block verify"})
final class BlockCommand {
  private static final String PAGE_OF_BLOCK = "block/";

  /** {@code vivim block list}: the last ones. */
  @Command(
      name = "list",
      description = {
        "Show the blocks of a log, the last first.",
        "Answers with lines of '<height> <cid> <time> leaves <first> to <last>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim block list --limit 5", "  vivim block list --log ORIGIN --json"})
  static final class ListAll implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;
    @Mixin private final OriginOption log = new OriginOption();

    @Option(names = "--limit", paramLabel = "N", description = "So many at most; else 20.")
    private int limit = 20;

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    ListAll(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      try (Store store = data.openExistingStore()) {
        LogOrigin origin = log.of(store);
        ShownLogs logs = ShownLogs.of(store);
        long blocks = logs.blocks(origin);
        for (long height = blocks - 1; height >= Math.max(0, blocks - limit); height--) {
          Answer answer = new BlockAnswer.Line(logs.block(origin, height).orElseThrow());
          console.line(json ? Batch.jsonOf(answer) : answer.text());
        }
        return ExitCode.GOOD;
      }
    }
  }

  /** {@code vivim block show}: one. */
  @Command(
      name = "show",
      description = {
        "Show a block with all that it says.",
        "Answers with lines of '<name> <value>', an empty line, and the checkpoint."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim block show 0", "  vivim block show 7 --log ORIGIN --json"})
  static final class Show implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;
    @Mixin private final OriginOption log = new OriginOption();

    @Parameters(paramLabel = "HEIGHT", description = "From 0.")
    private String height = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Show(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      long wanted = height();
      try (Store store = data.openExistingStore()) {
        LogOrigin origin = log.of(store);
        Block block =
            ShownLogs.of(store)
                .block(origin, wanted)
                .orElseThrow(
                    () ->
                        new UnreadableFileException(
                            "no-block", "there is no block " + wanted + " of " + origin));
        Answer answer = new BlockAnswer.Whole(block);
        console.line(json ? Batch.jsonOf(answer) : answer.text());
        return ExitCode.GOOD;
      }
    }

    private long height() {
      if (!height.matches("[0-9]{1,18}")) {
        throw new ParameterException(
            spec.commandLine(),
            "a block is named by its height, a number from 0, not by " + height);
      }
      return Long.parseLong(height);
    }
  }

  /** {@code vivim block verify}: all that was built is computed again. */
  @Command(
      name = "verify",
      description = {
        "Compute every hash of a log that was built here again, and follow its blocks.",
        "Answers with 'ok <n> entries in <n> blocks', or with 'error <what>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim block verify", "  vivim block verify --log ORIGIN --json"})
  static final class Verify implements Callable<Integer> {
    private final Console console;
    private final InstantSource clock;

    @Mixin private final LogOption data;
    @Mixin private final OriginOption log = new OriginOption();

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Verify(Console console, Surroundings surroundings, InstantSource clock) {
      this.console = console;
      this.data = new LogOption(surroundings);
      this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
      try (Store store = data.openExistingStore()) {
        LogOrigin origin = log.of(store);
        SignatureVerifier verifier = SignatureVerifier.create();
        LogAudit audit =
            new LogAudit(
                (path, most) -> page(new OwnLog(store, origin), path),
                origin.key(),
                Optional.empty(),
                new NoteCheck(verifier),
                new BlockReader(verifier),
                clock.instant());
        return told(console, json, answer(audit));
      }
    }

    private static Optional<Bytes> page(OwnLog log, String path) {
      if (path.startsWith(PAGE_OF_BLOCK)) {
        return log.block(Long.parseLong(path.substring(PAGE_OF_BLOCK.length())));
      }
      return path.equals("checkpoint")
          ? log.checkpoint().map(SignedNote::encode)
          : Tile.parse(path).flatMap(log::served);
    }

    private static Answer answer(LogAudit audit) throws IOException {
      try {
        return new BlockAnswer.AddsUp(audit.run(entries -> {}));
      } catch (AuditException e) {
        return new BlockAnswer.DoesNotAddUp(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw UnreadableFileException.of(e);
      }
    }
  }

  /** Says it, and tells which exit code it deserves. */
  static int told(Console console, boolean json, Answer answer) throws IOException {
    console.line(json ? Batch.jsonOf(answer) : answer.text());
    console.flush();
    answer.complaint().ifPresent(console::complain);
    return answer.complaint().isEmpty() ? ExitCode.GOOD : ExitCode.REFUSED;
  }

  /** {@code vivim block forks}: who signed two histories. */
  @Command(
      name = "forks",
      description = {
        "Show which builders signed two histories, with the blocks that prove it to anybody.",
        "Answers with lines of 'fork <origin> <height> <cid> <height> <cid>', with lines of 'doubt"
            + " <origin> ahead|other <ours> <theirs> <witness>' where a witness has cosigned more"
            + " entries of our log than it has or other ones, and where there is any with exit code"
            + " 1."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim block forks", "  vivim block forks --json > proof.jsonl"})
  static final class Forks implements Callable<Integer> {
    /** That are told. */
    private static final int MAX_FORKS = 1000;

    private final Console console;

    @Mixin private final LogOption data;

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    Forks(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      List<KnownLogs.Fork> forks;
      List<WitnessDoubts.Doubt> doubts;
      try (Store store = data.openExistingStore()) {
        forks = ShownLogs.of(store).forks(MAX_FORKS);
        doubts = ShownLogs.of(store).doubts(MAX_FORKS);
      }
      List<Answer> answers = new ArrayList<>();
      forks.forEach(fork -> answers.add(new BlockAnswer.Forked(fork)));
      doubts.forEach(doubt -> answers.add(new BlockAnswer.Doubted(doubt)));
      for (Answer answer : answers) {
        console.line(json ? Batch.jsonOf(answer) : answer.text());
      }
      console.flush();
      if (!forks.isEmpty()) {
        console.complain(
            "builders signed two histories; of what is in their logs alone, believe nothing");
      }
      if (!doubts.isEmpty()) {
        console.complain(
            "witnesses have cosigned what is not in the log here: they are wrong, or the log has"
                + " lost something, or its key is used elsewhere; then build with a new key");
      }
      return answers.isEmpty() ? ExitCode.GOOD : ExitCode.REFUSED;
    }
  }
}
