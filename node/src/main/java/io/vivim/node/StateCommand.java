package io.vivim.node;

import io.vivim.eventlog.LogReader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.node.ledger.BodyFaults;
import io.vivim.node.ledger.Ledger;
import io.vivim.statemachine.Explanation;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.StateDiff;
import io.vivim.statemachine.StateDigest;
import io.vivim.statemachine.StateDigests;
import io.vivim.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim state}: what the events came to. */
@Command(
    name = "state",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look into the state of a node that is not running: what its events came to.",
    footerHeading = "%nExamples:%n",
    footer = {"  vivim state hash", "  vivim state explain bafy… content"})
final class StateCommand {

  /** {@code vivim state hash}: digests. */
  @Command(
      name = "hash",
      description = {
        "Show the digest of each scope: equal on all nodes that hold the same events.",
        "Answers with lines of '<digest> <position> <scope>', where the position is that of the last"
            + " event of the log that is in the state. Scopes in which nothing is are left out."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim state hash", "  vivim state hash --scope public --json"})
  static final class Hash implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final LogOption data;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description = "Of this scope alone: public, circle:ID, private:DID or local:DID.")
    private @Nullable String scope;

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    Hash(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      String only = scope;
      List<LogScope> asked = only == null ? List.of() : List.of(parsed(only));
      try (Ledger ledger = data.openExistingLedger();
          StateDigests digests = ledger.state().digests(Reader.NODE)) {
        for (LogScope each : asked.isEmpty() ? digests.scopes() : asked) {
          StateDigest digest = digests.of(each);
          if (digest.entities() > 0 || !asked.isEmpty()) {
            Answer answer = new StateAnswer.Hashed(digest, digests.position());
            console.line(json ? Batch.jsonOf(answer) : answer.text());
          }
        }
      }
      return ExitCode.GOOD;
    }

    private LogScope parsed(String text) {
      return LogScope.parse(text)
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(),
                      "--scope takes public, circle:ID, private:DID or local:DID, not " + text));
    }
  }

  /** {@code vivim state rebuild}: the state is made anew. */
  @Command(
      name = "rebuild",
      description = {
        "Make the state anew from the log. It comes out as it was, unless it was damaged.",
        "Answers with 'rebuilt <n> events'. One that was broken off goes on where it was, by the same"
            + " command or when the node starts."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim state rebuild --data data")
  static final class Rebuild implements Callable<Integer> {
    private final Console console;
    private final LongSupplier nanoClock;

    @Mixin private final LogOption data;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Rebuild(Console console, Surroundings surroundings, LongSupplier nanoClock) {
      this.console = console;
      this.nanoClock = nanoClock;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      Answer answer;
      try (Store store = data.openExistingStore()) {
        long total = new LogReader(store).head();
        try (Progress progress = new Progress(console, "folding", "events", total, nanoClock)) {
          answer = new StateAnswer.Rebuilt(Ledger.rebuild(store, progress::at));
        }
      }
      console.line(json ? Batch.jsonOf(answer) : answer.text());
      return ExitCode.GOOD;
    }
  }

  /** {@code vivim state diff}: the entities in which two stores differ. */
  @Command(
      name = "diff",
      description = {
        "Find the entities in which the states of two folders differ.",
        "Answers with lines of '<side> <entity> <scope>', where the side is 'here' or 'there' where"
            + " only one has the entity, else 'both'; or with 'ok <n> scopes'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim state diff other/data", "  vivim state diff b --data a --json"})
  static final class Diff implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;

    @Parameters(paramLabel = "OTHER_FOLDER", description = "The data folder to compare with.")
    private Path other = Path.of("");

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    Diff(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      try (Ledger here = data.openExistingLedger();
          Ledger there = LogOption.openExistingLedger(other);
          StateDigests ours = here.state().digests(Reader.NODE);
          StateDigests theirs = there.state().digests(Reader.NODE)) {
        NavigableSet<LogScope> scopes = new TreeSet<>(Comparator.comparing(LogScope::text));
        scopes.addAll(ours.scopes());
        scopes.addAll(theirs.scopes());
        long different = 0;
        for (LogScope scope : scopes) {
          different += compare(ours.of(scope), theirs.of(scope));
        }
        if (different == 0) {
          say(new StateAnswer.Same(scopes.size()));
          return ExitCode.GOOD;
        }
        console.flush();
        console.complain(
            "the states differ in " + StateAnswer.counted(different, "entit", "y", "ies"));
        return ExitCode.REFUSED;
      }
    }

    private long compare(StateDigest ours, StateDigest theirs) throws IOException {
      long found = 0;
      Iterator<StateDiff.Difference> differences = StateDiff.between(ours, theirs).iterator();
      while (differences.hasNext()) {
        say(new StateAnswer.Different(differences.next(), ours.scope()));
        found++;
      }
      return found;
    }

    private void say(Answer answer) throws IOException {
      console.line(json ? Batch.jsonOf(answer) : answer.text());
    }
  }

  /** {@code vivim state explain}: why an entity is what it is. */
  @Command(
      name = "explain",
      description = {
        "Tell which events made an entity, or one of its fields, what it is.",
        "Answers with 'entity <id> <kind> <scope>'; for each field 'field <name> <value>', and below"
            + " it lines of 'by <event> <time> <author> <type> <value>', or 'against …' where that"
            + " value is in conflict with the one shown; then, for each event of the entity that does"
            + " not count, 'without <event> <time> <author> <type> <reason>', with 'by <event>' where"
            + " another one took it away, and the reason in words."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim state explain bafy…", "  vivim state explain bafy… content --json"})
  static final class Explain implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;

    @Parameters(index = "0", paramLabel = "ENTITY", description = "The entity's id.")
    private String entity = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "FIELD",
        description = "The field; all of them where none is named.")
    private @Nullable String field;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Explain(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      try (Ledger ledger = data.openExistingLedger()) {
        return new Batch(console, json).answerEach(List.of(entity), id -> explain(ledger, id));
      }
    }

    private Answer explain(Ledger ledger, String text) {
      return EventId.parse(text)
          .map(
              id ->
                  ledger
                      .state()
                      .explain(Reader.NODE, id)
                      .map(told -> explained(ledger, told))
                      .orElseGet(() -> refused("unknown", "the entity is not here")))
          .orElseGet(() -> refused("id", "it is no id of an entity"));
    }

    private Answer explained(Ledger ledger, Explanation told) {
      Explained all = new Explained(told, BodyFaults.of(ledger, told), field);
      if (field == null || all.fields().containsKey(field)) {
        return all;
      }
      String clause =
          "nothing that counts was written to a field '"
              + field
              + "'; there are "
              + String.join(", ", all.fields().keySet());
      if (told.without().isEmpty()) {
        return refused("field", clause);
      }
      console.complain(clause);
      return all;
    }

    private static Answer refused(String reason, String clause) {
      return new Answer.Refused(reason, OptionalLong.empty(), clause);
    }
  }
}
