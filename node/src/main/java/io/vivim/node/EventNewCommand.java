package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.HybridClock;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.node.ledger.BrokenEvent;
import io.vivim.node.ledger.EntityWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim event new}: an event is made, and signed where there is a key. */
@Command(
    name = "new",
    description = {
      "Make an event.",
      "With --key it is signed; with --signer it is written in the form that 'event sign' takes.",
      "Answers with the JSON form, or with --wire with the hex of the wire form."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event new memory:create --key home --body '{\"set\":{\"content\":\"tea\"}}'",
      "  vivim event new memory:update --key home --head first.json --next",
      "  vivim event new memory:create --signer did:key:… | vivim event sign --key home"
    })
final class EventNewCommand implements Callable<Integer> {
  private final Console console;
  private final InstantSource wall;
  private final Supplier<Bytes> salts;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final KeyOptions options;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Mixin private final PlaceOptions place;

  @Parameters(paramLabel = "TYPE", description = "Such as memory:create.")
  private String type = "";

  @Option(names = "--key", paramLabel = "NAME", description = "The key of this machine that signs.")
  private @Nullable String key;

  @Option(
      names = "--signer",
      paramLabel = "DID",
      description = "Who is to sign elsewhere; in place of --key.")
  private @Nullable String signer;

  @Option(
      names = "--author",
      paramLabel = "DID|NAME",
      description = "The identity acted for, or the name of its key here; else the signer.")
  private @Nullable String author;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "public, circle:<id>, circle:new, private or local; else that of the heads, else private,"
              + " and for a circle:create circle:new. A friend, a follow and a like need it.")
  private @Nullable String scope;

  @Option(names = "--body", paramLabel = "DAG-JSON", description = "The payload's body, a map.")
  private String body = "{}";

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "A tag; one of several values is given as a JSON list. May be repeated.")
  private List<String> tags = List.of();

  @Option(
      names = "--entity",
      paramLabel = "ID",
      description = "The entity it belongs to; else that of the heads, else a new one.")
  private @Nullable String entity;

  @Option(
      names = "--head",
      paramLabel = "EVENT",
      description =
          "A head of the entity: its JSON form, the hex of its wire form, or a file of such lines."
              + " May be repeated.")
  private List<String> heads = List.of();

  @Option(names = "--parent", paramLabel = "CID", description = "What it is derived from.")
  private @Nullable String parent;

  @Option(
      names = "--auth",
      paramLabel = "ID",
      description = "An event that grants it. May be repeated.")
  private List<String> auth = List.of();

  @Option(
      names = "--timestamp",
      paramLabel = "TEXT",
      description = "Such as 2026-02-26T10:30:00.123Z/0007; else now, and above the heads.")
  private @Nullable String timestamp;

  @Option(names = "--wire", description = "Answer with the wire form, in hex.")
  private boolean wire;

  /**
   * The command on this clock.
   *
   * @param salts 16 random bytes each
   */
  EventNewCommand(
      Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
    this.console = console;
    this.options = new KeyOptions(surroundings);
    this.place = new PlaceOptions(surroundings);
    this.wall = wall;
    this.salts = salts;
  }

  @Override
  public Integer call() throws IOException {
    String who = signer;
    if ((key == null) == (who == null)) {
      throw misused("one of --key and --signer says who signs");
    }
    if (who != null && wire) {
      throw misused("what is not signed yet has no wire form");
    }
    try {
      if (who != null) {
        DidKey signing = did("--signer", who);
        console.line(builder(signing).unsigned(signing));
      } else if (key != null) {
        SigningKey signing = EventSignCommand.open(options, passphrase, key);
        DecodedEvent event = builder(signing.did()).sign(signing);
        console.line((wire ? new EventAnswer.Wire(event) : EventAnswer.Form.of(event)).text());
      }
    } catch (IllegalArgumentException e) {
      throw misused("there is no such event: " + BrokenEvent.text(e));
    }
    return ExitCode.GOOD;
  }

  private EventBuilder builder(DidKey signing) throws IOException {
    EventBuilder builder = EventBuilder.of(eventType(), salts.get());
    List<DecodedEvent> known = heads();
    builder.heads(known.stream().map(EventFacts::of).toList());
    known.stream().findFirst().ifPresent(head -> builder.entity(head.entity()));
    if (entity != null) {
      builder.entity(id("--entity", entity));
    }
    Scope wanted = scope(known);
    builder.scope(wanted);
    builder.timestamp(timestamp(known));
    DidKey actedFor = author == null ? signing : options.identity("--author", author);
    builder.author(actedFor);
    place.place(builder, signing, wanted.sharedLog(actedFor));
    if (parent != null) {
      builder.parent(cid(parent));
    }
    builder.auth(auth.stream().map(each -> id("--auth", each)).toList());
    tags.forEach(tag -> addTag(builder, tag));
    if (!(dagJson("--body", body) instanceof IpldMap map)) {
      throw misused("--body is not a map");
    }
    return builder.body(map);
  }

  private EventType eventType() {
    return EventType.parse(type).orElseThrow(() -> misused("there is no event type " + type));
  }

  private Scope scope(List<DecodedEvent> known) {
    if (scope == null && !known.isEmpty()) {
      LogScope log = known.get(0).logScope();
      String text = log.isOwned() ? log.toString().replaceFirst(":.*", "") : log.toString();
      return Scope.parse(text).orElseThrow();
    }
    String wanted = scope;
    return wanted == null
        ? EntityWrite.usualScope(eventType())
            .orElseThrow(() -> misused("--scope: " + EntityWrite.scopeAdvice(eventType())))
        : Scope.parse(wanted).orElseThrow(() -> misused("there is no scope " + wanted));
  }

  private Timestamp timestamp(List<DecodedEvent> known) {
    if (timestamp != null) {
      return Timestamp.parse(timestamp).orElseThrow(() -> misused("--timestamp is malformed"));
    }
    Timestamp seen =
        known.stream()
            .map(head -> head.header().timestamp())
            .max(Timestamp::compareTo)
            .orElse(Timestamp.ZERO);
    return new HybridClock(wall).after(seen);
  }

  private void addTag(EventBuilder builder, String tag) {
    List<String> texts = new ArrayList<>();
    if (tag.startsWith("[")) {
      if (dagJson("--tag", tag) instanceof Ipld.Sequence list) {
        for (Ipld item : list.values()) {
          texts.add(item instanceof Ipld.Text text ? text.value() : "");
        }
      }
    } else {
      texts.addAll(List.of(tag.split("=", 2)));
    }
    try {
      builder.tag(texts.get(0), texts.subList(1, texts.size()).toArray(String[]::new));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw misused("--tag is a name, '=' and a value, or a JSON list of texts: " + tag);
    }
  }

  private List<DecodedEvent> heads() throws IOException {
    EventText reader = new EventText();
    List<DecodedEvent> found = new ArrayList<>();
    for (String head : heads) {
      for (String line : linesOf(head)) {
        Optional<String> complaint =
            reader
                .verify(
                    line,
                    event -> {
                      found.add(event);
                      return new EventAnswer.Good(event.id());
                    })
                .complaint();
        if (complaint.isPresent()) {
          throw misused("a --head is bad: " + complaint.get());
        }
      }
    }
    return found;
  }

  /** The lines of the file of this name, or the text itself where it is an event. */
  private List<String> linesOf(String head) throws IOException {
    if (head.startsWith("{") || HexText.firstInvalid(Bytes.utf8(head)) < 0) {
      return List.of(head);
    }
    try {
      return Files.readString(Path.of(head), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (InvalidPathException e) {
      throw misused("a --head is neither an event nor a file");
    } catch (IOException e) {
      throw new UnreadableFileException(
          UnreadableFileException.of(e).code(),
          head + ": " + UnreadableFileException.of(e).clause());
    }
  }

  private EventId id(String option, String text) {
    return EventId.parse(text).orElseThrow(() -> misused(option + " is no id of an event"));
  }

  private Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (RefusedException e) {
      throw misused("--parent is malformed: " + e.getMessage());
    }
  }

  private DidKey did(String option, String text) {
    try {
      return DidKey.parse(text);
    } catch (DidException e) {
      throw misused(option + " is malformed: " + e.getMessage());
    }
  }

  private Ipld dagJson(String option, String text) {
    try {
      return DagJson.decode(text).orThrow();
    } catch (RefusedException e) {
      throw misused(option + " is malformed: " + e.getMessage());
    }
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
