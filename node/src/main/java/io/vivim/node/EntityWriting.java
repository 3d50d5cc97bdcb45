package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.node.ledger.EntityTypes;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.Refusal;
import io.vivim.node.ledger.Remains;
import io.vivim.node.ledger.Resolution;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Reader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of {@code vivim entity} that write. */
final class EntityWriting {
  private EntityWriting() {}

  /** What is done to an entity that is there. */
  private interface Change {
    Answer of(Entity entity);
  }

  /** What comes of an id: the change, or why there is nothing to change. */
  private static Answer change(EntitySignerOptions.Writing writing, String text, Change change) {
    Optional<EventId> id = EventId.parse(text.strip());
    if (id.isEmpty()) {
      return EntitySignerOptions.refused("id", "it is no id of an entity");
    }
    return writing
        .ledger()
        .state()
        .entity(Reader.NODE, id.get())
        .map(change::of)
        .orElseGet(
            () ->
                EntitySignerOptions.refused(
                    Refusal.NO_ENTITY.code(),
                    Remains.of(writing.ledger().state(), Reader.NODE, id.get())
                        .orElse("there is no such entity here")));
  }

  private static Answer typed(Optional<EventType> type, Function<EventType, Answer> use) {
    return type.map(use)
        .orElseGet(
            () ->
                EntitySignerOptions.refused(
                    Refusal.VERB.code(), "entities of this kind have no such verb"));
  }

  private static EventType type(CommandSpec command, String name) {
    return EventType.parse(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "there is no event type "
                        + name
                        + EntityTypes.unknownVerb(name).map(why -> ": " + why).orElse("")));
  }

  /** {@code vivim entity create}. */
  @Command(
      name = "create",
      description = {
        "Make an entity.",
        "Answers with 'created <id> by <event>', or with 'error <reason>'. A private one where no"
            + " --scope is given: what is public cannot be called back. A FIELD is set to a text by"
            + " '=' and to any other value by ':='."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim entity create memory --key home --set content='tea at four' --set pinned:=true",
        "  vivim entity create acu --key home --set 'message:={\"/\":\"bafy…\"}'        # a link",
        "  vivim entity create acu --key home --set 'embedding:={\"/\":{\"bytes\":\"AAAAAA\"}}'",
        "  vivim entity create follow --key home --scope public --set target=did:key:…",
        "  vivim entity create acu:derive --key home --parent bafy… --body '{\"set\":{…}}'"
      })
  static final class Create implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final EntitySignerOptions signer;

    @Mixin private final EntityBodyOptions body = new EntityBodyOptions();

    @Parameters(
        paramLabel = "KIND",
        description = "Such as memory; or the type of the first event, such as acu:derive.")
    private String kind = "";

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description =
            "public, circle:<id>, private or local; else private. A friend, a follow and a like"
                + " need it: what is private never comes to the other.")
    private @Nullable String scope;

    @Option(names = "--json", description = "Answer with a JSON object.")
    private boolean json;

    Create(Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
      this.console = console;
      this.signer = new EntitySignerOptions(console, surroundings, wall, salts);
    }

    @Override
    public Integer call() throws IOException {
      EventType type =
          kind.contains(":")
              ? type(spec, kind)
              : EntityTypes.create(kind)
                  .orElseThrow(
                      () -> new ParameterException(spec.commandLine(), "there is no kind " + kind));
      EntityWrite write =
          body.around(EntityWrite.of(type, Optional.empty(), body.body()).in(scope()));
      return signer.use(
          true,
          writing ->
              new Batch(console, json)
                  .answerEach(List.of(kind), each -> writing.write("created", write)));
    }

    private Optional<Scope> scope() {
      String text = scope;
      Optional<Scope> found = Optional.ofNullable(text).flatMap(Scope::parse);
      if (text != null && found.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "there is no scope " + text);
      }
      return found;
    }
  }

  /** {@code vivim entity update}. */
  @Command(
      name = "update",
      description = {
        "Change entities.",
        "Answers each with 'updated <id> by <event>', or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim entity update bafy… --key home --set content='tea at five'",
        "  vivim entity update bafy… --key home --body '{\"add\":{\"tags\":[\"tea\"]}}'",
        "  vivim entity update bafy… --key home --type memory:consolidate"
      })
  static final class Update implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final EntitySignerOptions signer;

    @Mixin private final EntityBodyOptions body = new EntityBodyOptions();

    @Parameters(
        paramLabel = "ID",
        arity = "0..*",
        description = "Entities; without any, one a line is read from standard input.")
    private List<String> ids = List.of();

    @Option(
        names = "--type",
        paramLabel = "TYPE",
        description = "The type of the event; else that by which the kind is changed.")
    private @Nullable String type;

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Update(Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
      this.console = console;
      this.signer = new EntitySignerOptions(console, surroundings, wall, salts);
    }

    @Override
    public Integer call() throws IOException {
      Optional<EventType> given = Optional.ofNullable(type).map(name -> type(spec, name));
      IpldMap written = body.body();
      return signer.use(
          false,
          writing ->
              new Batch(console, json)
                  .answerEach(
                      ids, id -> change(writing, id, e -> update(writing, e, given, written))));
    }

    private Answer update(
        EntitySignerOptions.Writing writing,
        Entity entity,
        Optional<EventType> given,
        IpldMap written) {
      return typed(
          given.or(() -> EntityTypes.update(entity.kind())),
          each ->
              writing.write(
                  "updated", body.around(EntityWrite.of(each, Optional.of(entity.id()), written))));
    }
  }

  /** {@code vivim entity delete}. */
  @Command(
      name = "delete",
      description = {
        "Delete entities, or take them back: they are found by their ids alone, and told to be"
            + " gone.",
        "Answers each with 'deleted <id> by <event>', or with 'error <reason>'. The events stay;"
            + " see 'vivim entity erase'."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim entity delete bafy… --key home")
  static final class Delete implements Callable<Integer> {
    private final Console console;

    @Mixin private final EntitySignerOptions signer;

    @Parameters(
        paramLabel = "ID",
        arity = "0..*",
        description = "Entities; without any, one a line is read from standard input.")
    private List<String> ids = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Delete(Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
      this.console = console;
      this.signer = new EntitySignerOptions(console, surroundings, wall, salts);
    }

    @Override
    public Integer call() throws IOException {
      return signer.use(
          false,
          writing ->
              new Batch(console, json)
                  .answerEach(ids, id -> change(writing, id, entity -> delete(writing, entity))));
    }

    private static Answer delete(EntitySignerOptions.Writing writing, Entity entity) {
      return typed(
          EntityTypes.delete(entity.kind()),
          type ->
              writing.write(
                  "deleted", EntityWrite.of(type, Optional.of(entity.id()), IpldMap.EMPTY)));
    }
  }

  /** {@code vivim entity resolve}. */
  @Command(
      name = "resolve",
      description = {
        "End a conflict about a field of an entity: set it, having seen all that others wrote.",
        "Answers with 'resolved <id> by <event>', or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim entity resolve bafy… content --key home            # what is shown of it",
        "  vivim entity resolve bafy… content '\"tea\"' --key home"
      })
  static final class Resolve implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final EntitySignerOptions signer;

    @Parameters(index = "0", paramLabel = "ID", description = "The entity.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FIELD", description = "The field.")
    private String field = "";

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "DAG-JSON",
        description = "What it is to be; else what is shown of it.")
    private @Nullable String value;

    @Option(names = "--json", description = "Answer with a JSON object.")
    private boolean json;

    Resolve(Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
      this.console = console;
      this.signer = new EntitySignerOptions(console, surroundings, wall, salts);
    }

    @Override
    public Integer call() throws IOException {
      Optional<Ipld> chosen = chosen();
      return signer.use(
          false,
          writing ->
              new Batch(console, json)
                  .answerEach(
                      List.of(id),
                      each -> change(writing, each, entity -> resolve(writing, entity, chosen))));
    }

    private Answer resolve(
        EntitySignerOptions.Writing writing, Entity entity, Optional<Ipld> chosen) {
      if (!writing.ledger().state().isDisputed(Reader.NODE, entity.name(), field)) {
        return EntitySignerOptions.refused(
            Refusal.NO_CONFLICT.code(), "there is no conflict about '" + field + "'");
      }
      Optional<Ipld> value = chosen.or(() -> Resolution.usual(entity, field));
      if (value.isEmpty()) {
        return EntitySignerOptions.refused(
            "no-value", "of the field not one value is shown in full, so say which it is to be");
      }
      return Resolution.of(entity, field, value.get())
          .map(write -> writing.write("resolved", write))
          .orElseGet(
              () ->
                  EntitySignerOptions.refused(
                      Refusal.VERB.code(), "entities of this kind have no such verb"));
    }

    private Optional<Ipld> chosen() {
      String text = value;
      try {
        return text == null ? Optional.empty() : Optional.of(DagJson.decode(text).orThrow());
      } catch (RefusedException e) {
        throw new ParameterException(
            spec.commandLine(), "the value is no DAG-JSON: " + e.getMessage());
      }
    }
  }
}
