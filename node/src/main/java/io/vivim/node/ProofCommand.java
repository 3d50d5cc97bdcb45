package io.vivim.node;

import io.vivim.blockbuilder.EventProof;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.LogReader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import io.vivim.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim proof}: files that prove that an event is in a log. */
@Command(
    name = "proof",
    synopsisSubcommandLabel = "COMMAND",
    description = "Prove that an event is in a log, and check such proofs without a node.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim proof make EVENT --log ORIGIN > event.tlog-proof",
      "  vivim proof verify event.tlog-proof --key VKEY"
    })
final class ProofCommand {

  /** {@code vivim proof make}: a file for an event. */
  @Command(
      name = "make",
      description = {
        "Make a file that proves an event in a log that was built in this data folder.",
        "Answers with the file (C2SP tlog-proof), in which the event's header lies as extra data. A"
            + " node that runs makes it by the call block_proof."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim proof make EVENT --log ORIGIN > event.tlog-proof")
  static final class Make implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;
    @Mixin private final OriginOption log = new OriginOption();

    @Parameters(paramLabel = "EVENT", description = "The event's id.")
    private String event = "";

    Make(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      EventId id =
          EventId.parse(event)
              .orElseThrow(() -> new UnreadableFileException("event", "this is no id of an event"));
      try (Store store = data.openExistingStore()) {
        AppendedEvent found =
            new LogReader(store)
                .find(id)
                .orElseThrow(
                    () -> new UnreadableFileException("event", "there is no such event here"));
        LogOrigin origin = log.of(store);
        LogScope scope = found.event().logScope();
        if (!scope.equals(origin.scope())) {
          throw new UnreadableFileException(
              "no-block", "the event is in " + scope + ", of which " + origin + " is no log");
        }
        ProofFile file =
            EventProof.make(ShownLogs.of(store).own(origin), found.raw())
                .orElseThrow(
                    () ->
                        new UnreadableFileException(
                            "no-block", "the event is in no block of " + origin));
        console.text(BlockJson.text(file.encode()));
        return ExitCode.GOOD;
      }
    }
  }

  /** {@code vivim proof verify}: whether files prove what they say. */
  @Command(
      name = "verify",
      description = {
        "Check files that prove events in the log of a key, with no node and no network.",
        "Answers each with 'ok <event> <index> of <size> <author>', or with 'error <reason>', and"
            + " names the first file that failed."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim proof verify event.tlog-proof --key VKEY",
        "  vivim proof verify proofs/* --key VKEY --policy witnesses.txt"
      })
  static final class Verify implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
    private List<Path> files = List.of();

    @Option(
        names = "--key",
        paramLabel = "VKEY",
        required = true,
        description = "The log's key, as its builder tells it: name+id+key.")
    private String key = "";

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "A C2SP tlog-policy: which witnesses have to have seen it. Else none.")
    private @Nullable Path policy;

    @Option(names = "--json", description = "Answer each with one JSON object.")
    private boolean json;

    Verify(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      VerifierKey log = key();
      EventProof.Check check =
          new EventProof.Check(
              log, PolicyFile.readIfGiven(policy, log), SignatureVerifier.create());
      int refused = 0;
      String first = "";
      for (Path file : files) {
        Answer answer = answer(file, check);
        console.line(json ? Batch.jsonOf(answer) : answer.text());
        if (answer.complaint().isPresent()) {
          refused++;
          first = first.isEmpty() ? file + ": " + answer.complaint().get() : first;
        }
      }
      console.flush();
      if (refused > 0) {
        console.complain(refused + " of " + files.size() + " proofs failed; the first is " + first);
      }
      return refused == 0 ? ExitCode.GOOD : ExitCode.REFUSED;
    }

    private static Answer answer(Path file, EventProof.Check check) {
      try (InputStream in = Files.newInputStream(file)) {
        Bytes bytes = Bytes.owning(in.readNBytes(SignedNote.MAX_NOTE_BYTES + 1));
        return new BlockAnswer.Proven(file.toString(), check.of(bytes));
      } catch (NoteException e) {
        return new BlockAnswer.NotProven(file.toString(), e.reason().name(), message(e));
      } catch (IOException e) {
        UnreadableFileException why = UnreadableFileException.of(e);
        return new BlockAnswer.NotProven(file.toString(), why.code(), why.clause());
      }
    }

    private static String message(NoteException e) {
      return String.valueOf(e.getMessage());
    }

    private VerifierKey key() {
      try {
        return VerifierKey.parse(key);
      } catch (NoteException e) {
        throw new ParameterException(spec.commandLine(), "--key is no key: " + e.getMessage());
      }
    }
  }
}
