package io.vivim.node;

import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.Search;
import io.vivim.node.ledger.SearchJson;
import io.vivim.search.Embedding;
import io.vivim.search.SearchException;
import io.vivim.search.SearchQuery;
import io.vivim.statemachine.Reader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim search}: entities by words, tags and neighbourhood. */
@Command(
    name = "search",
    description = {
      "Find entities: by words, the best first; near to another one, the nearest first; else the"
          + " newest first.",
      "Brings the search index of the data folder up to date first. Answers with lines of '<id>"
          + " <updated> <kind> <scope> <beginning of what it says>'. That nothing was found is good."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim search green tea",
      "  vivim search --kind memory --tag topic=tea 'green tea*'",
      "  vivim search --near bafy… --limit 5 --json"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int NEIGHBOURS = 100;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final LogOption data;

  @Mixin private final KeyOptions keys;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "Words that all have to be there; \"a phrase\"; a prefix*.")
  private List<String> words = List.of();

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description =
          "Has a tag of this name with this value, or with one of several; without NAME= the word"
              + " is among its tags field. May be repeated.")
  private List<String> tags = List.of();

  @Option(names = "--kind", paramLabel = "KIND", description = "The kind, such as memory.")
  private @Nullable String kind;

  @Option(
      names = "--owner",
      paramLabel = "DID|NAME",
      description = "Whose it is, by the DID or the name of a key here.")
  private @Nullable String owner;

  @Option(
      names = "--near",
      paramLabel = "ENTITY",
      description = "Near to the embedding of this entity, the id of which is given.")
  private @Nullable String near;

  @Option(names = "--limit", paramLabel = "N", description = "So many at most; else 20.")
  private int limit = 20;

  @Option(names = "--json", description = "Answer with JSON objects, one a line.")
  private boolean json;

  SearchCommand(Console console, Surroundings surroundings) {
    this.console = console;
    this.data = new LogOption(surroundings);
    this.keys = new KeyOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || limit > SearchQuery.MAX_LIMIT) {
      throw misused("--limit takes 1 to " + SearchQuery.MAX_LIMIT);
    }
    if (!words.isEmpty() && String.join("", words).isBlank()) {
      throw misused("there are no words; without any all is found, newest first");
    }
    Map<String, Set<String>> asked = tags();
    Optional<DidKey> whose = owner();
    Optional<EventId> neighbour = neighbour();
    try (Ledger ledger =
        data.openExistingWithSearch(
            fault -> console.complain("the search index failed: " + fault.getMessage()))) {
      Search search = ledger.search().orElseThrow();
      LogOption.await(search.waitFor(ledger.log().head().position()));
      Optional<Embedding> place =
          neighbour.isEmpty() ? Optional.empty() : Optional.of(placeOf(ledger, neighbour.get()));
      Search.Page page =
          search.find(
              Reader.NODE,
              query -> {
                if (!words.isEmpty()) {
                  query.text(String.join(" ", words));
                }
                asked.forEach(query::tag);
                Optional.ofNullable(kind).ifPresent(each -> query.types(Set.of(each)));
                whose.ifPresent(each -> query.owners(Set.of(each)));
                place.ifPresent(each -> query.near(each, NEIGHBOURS));
                return query.limit(limit);
              });
      for (Search.Hit hit : page.hits()) {
        Answer answer = new Found(hit);
        console.line(json ? Batch.jsonOf(answer) : answer.text());
      }
      return ExitCode.GOOD;
    } catch (SearchException e) {
      UnreadableFileException told =
          new UnreadableFileException(e.error().code(), String.valueOf(e.getMessage()));
      told.initCause(e);
      throw told;
    }
  }

  private Map<String, Set<String>> tags() {
    Map<String, Set<String>> asked = new TreeMap<>();
    for (String tag : tags) {
      int equals = tag.indexOf('=');
      String name = equals < 0 ? Search.WORDS : tag.substring(0, equals);
      asked.computeIfAbsent(name, any -> new TreeSet<>()).add(tag.substring(equals + 1));
    }
    return asked;
  }

  private Optional<DidKey> owner() throws IOException {
    String text = owner;
    return text == null ? Optional.empty() : Optional.of(keys.identity("--owner", text));
  }

  private Optional<EventId> neighbour() {
    return near == null
        ? Optional.empty()
        : Optional.of(
            EventId.parse(near).orElseThrow(() -> misused("--near is no id of an entity")));
  }

  private Embedding placeOf(Ledger ledger, EventId entity) {
    return ledger
        .state()
        .entity(Reader.NODE, entity)
        .flatMap(Search::embeddingOf)
        .orElseThrow(() -> misused("--near names no entity here that has an embedding"));
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** An entity in a few words. */
  private record Found(Search.Hit hit) implements Answer {
    @Override
    public String text() {
      return String.join(
              " ",
              hit.entity().id().toString(),
              hit.entity().updated().toString(),
              hit.entity().kind(),
              hit.entity().scope().toString())
          + Glimpse.behind(" ", hit.entity());
    }

    @Override
    public IpldMap json() {
      return SearchJson.of(hit);
    }
  }
}
