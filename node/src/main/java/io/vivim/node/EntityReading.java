package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.Remains;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.EntityPage;
import io.vivim.statemachine.HistoryEntry;
import io.vivim.statemachine.HistoryPage;
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of {@code vivim entity} that read. */
final class EntityReading {
  private EntityReading() {}

  private static Answer answer(State state, String text, Function<Entity, Answer> form) {
    Optional<EventId> id = EventId.parse(text.strip());
    if (id.isEmpty()) {
      return EntitySignerOptions.refused("id", "it is no id of an entity");
    }
    return state
        .entity(Reader.NODE, id.get())
        .map(form)
        .orElseGet(
            () ->
                EntitySignerOptions.refused(
                    "unknown",
                    Remains.of(state, Reader.NODE, id.get())
                        .orElse("there is no such entity here")));
  }

  private static LogScope scope(CommandSpec command, String text) {
    return LogScope.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--scope is public, circle:<id>, private:<did> or local:<did>, not " + text));
  }

  /** {@code vivim entity get}. */
  @Command(
      name = "get",
      description = {
        "Show entities, also those that are gone.",
        "Answers each with all that it has, a line each, or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim entity get bafy…", "  vivim entity get --json bafy…"})
  static final class Get implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;

    @Parameters(
        paramLabel = "ID",
        arity = "0..*",
        description = "Entities; without any, one a line is read from standard input.")
    private List<String> ids = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Get(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      try (Ledger ledger = data.openExistingLedger()) {
        return new Batch(console, json)
            .answerEach(ids, id -> answer(ledger.state(), id, EntityAnswer.Whole::new));
      }
    }
  }

  /** {@code vivim entity history}. */
  @Command(
      name = "history",
      description = {
        "Show the events of an entity, the oldest first: id, time, and 'counts' or why it does not.",
        "An entity that is not here is refused."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim entity history bafy…")
  static final class History implements Callable<Integer> {
    /** Events that are read before they are written. */
    private static final int PAGE_EVENTS = 1000;

    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final LogOption data;

    @Parameters(paramLabel = "ID", description = "The entity.")
    private String id = "";

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    History(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      EventId entity =
          EventId.parse(id)
              .orElseThrow(
                  () -> new ParameterException(spec.commandLine(), "it is no id of an entity"));
      try (Ledger ledger = data.openExistingLedger()) {
        Optional<HistoryPage> page = ledger.state().history(Reader.NODE, entity, null, PAGE_EVENTS);
        if (page.isEmpty()) {
          throw new UnreadableFileException("unknown", "there is no such entity here");
        }
        while (page.isPresent()) {
          for (HistoryEntry entry : page.get().entries()) {
            Answer answer = new EntityAnswer.Past(entry);
            console.line(json ? Batch.jsonOf(answer) : answer.text());
          }
          page =
              page.get()
                  .next()
                  .flatMap(
                      after -> ledger.state().history(Reader.NODE, entity, after, PAGE_EVENTS));
        }
        return ExitCode.GOOD;
      }
    }
  }

  /** Answers with entities up to a limit, and tells on the error stream where there are more. */
  private static final class Pages {
    private final Console console;
    private final boolean json;

    /** A page of entities. */
    interface Source {
      EntityPage page(@Nullable Bytes after, int limit);
    }

    Pages(Console console, boolean json) {
      this.console = console;
      this.json = json;
    }

    void list(Source source, @Nullable Bytes from, long limit) throws IOException {
      @Nullable Bytes mark = from;
      long left = limit == 0 ? Long.MAX_VALUE : limit;
      boolean more = true;
      while (more && left > 0) {
        EntityPage page = source.page(mark, (int) Math.min(left, PageOptions.PAGE_ENTITIES));
        for (Entity entity : page.entities()) {
          Answer answer = new EntityAnswer.Brief(entity);
          console.line(json ? Batch.jsonOf(answer) : answer.text());
        }
        left -= page.entities().size();
        more = page.next().isPresent();
        mark = page.next().orElse(null);
      }
      console.flush();
      if (mark != null) {
        console.complain("there may be more: --after " + mark.toHex());
      }
    }
  }

  /** How many, and from where on. */
  private static final class PageOptions {
    /** Entities that are read before they are written. */
    private static final long PAGE_ENTITIES = 256;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "So many entities at most; 0 for all. Else 100.")
    private long limit = 100;

    @Option(
        names = "--after",
        paramLabel = "MARK",
        description = "Go on behind this mark, which the same command told before.")
    private @Nullable String after;

    @Option(names = "--json", description = "Answer with JSON objects, with all that each has.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    long limit() {
      if (limit < 0) {
        throw new ParameterException(command.commandLine(), "--limit is below 0");
      }
      return limit;
    }

    @Nullable Bytes mark() {
      String text = after;
      try {
        return text == null ? null : Bytes.fromHex(text);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), "--after is no mark");
      }
    }
  }

  /** {@code vivim entity query}. */
  @Command(
      name = "query",
      description = {
        "Find entities, kind by kind, the newest of each first; those that are gone are not found.",
        "Answers each with id, time of the last change, kind and scope. Where there are more, the"
            + " mark for --after is told on the error stream. That nothing was found is good."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim entity query --kind memory --limit 10",
        "  vivim entity query --kind message --refers-to bafy… --json"
      })
  static final class Find implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final LogOption data;

    @Mixin private final KeyOptions keys;

    @Mixin private final PageOptions pages = new PageOptions();

    @Option(names = "--kind", paramLabel = "KIND", description = "What they are.")
    private @Nullable String kind;

    @Option(
        names = "--owner",
        paramLabel = "DID|NAME",
        description = "Whose they are, by the DID or the name of a key here.")
    private @Nullable String owner;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description = "public, circle:<id>, private:<did> or local:<did>.")
    private @Nullable String scope;

    @Option(
        names = "--refers-to",
        paramLabel = "TEXT",
        description =
            "What they refer to, a DID, an address or an id: whom a follow follows, the conversation"
                + " of a message, what a like or a comment is about.")
    private @Nullable String refersTo;

    Find(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
      this.keys = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      String whose = owner;
      Query query =
          new Query(
              Optional.ofNullable(kind),
              whose == null ? Optional.empty() : Optional.of(keys.identity("--owner", whose)),
              Optional.ofNullable(scope).map(text -> scope(spec, text)),
              Optional.ofNullable(refersTo));
      long limit = pages.limit();
      @Nullable Bytes mark = pages.mark();
      try (Ledger ledger = data.openExistingLedger()) {
        new Pages(console, pages.json)
            .list(
                (after, most) -> ledger.state().query(Reader.NODE, query, after, most),
                mark,
                limit);
      }
      return ExitCode.GOOD;
    }
  }

  /** {@code vivim entity conflicts}. */
  @Command(
      name = "conflicts",
      description = {
        "Find the entities of a scope about which writers disagree.",
        "Answers each with id, time of the last change, kind and scope; 'vivim entity get' shows the"
            + " values. That nothing was found is good."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim entity conflicts --scope public",
        "  vivim entity conflicts --scope private:did:key:… --json"
      })
  static final class Conflicts implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final LogOption data;

    @Mixin private final PageOptions pages = new PageOptions();

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        required = true,
        description = "public, circle:<id>, private:<did> or local:<did>.")
    private String scope = "";

    Conflicts(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      LogScope where = scope(spec, scope);
      long limit = pages.limit();
      @Nullable Bytes mark = pages.mark();
      try (Ledger ledger = data.openExistingLedger()) {
        new Pages(console, pages.json)
            .list(
                (after, most) -> ledger.state().conflicts(Reader.NODE, where, after, most),
                mark,
                limit);
      }
      return ExitCode.GOOD;
    }
  }
}
