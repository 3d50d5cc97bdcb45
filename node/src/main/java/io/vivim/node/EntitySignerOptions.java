package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.node.ledger.EntityEraser;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.NamedKeys;
import io.vivim.node.ledger.UnknownNames;
import io.vivim.node.ledger.WriteOutcome;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who writes to an entity, and by what right. */
final class EntitySignerOptions {
  private final Console console;
  private final InstantSource wall;
  private final Supplier<Bytes> salts;

  @Mixin private final LogOption data;

  @Mixin private final KeyOptions keys;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Option(
      names = "--key",
      paramLabel = "NAME",
      required = true,
      description = "The key of this machine that signs.")
  private String key = "";

  @Option(
      names = "--as",
      paramLabel = "DID|NAME",
      description =
          "The identity acted for, of which the key is a device, by its DID or the name of its key"
              + " here; else the key's own.")
  private @Nullable String as;

  @Option(
      names = "--auth",
      paramLabel = "ID",
      description =
          "A policy, delegation or model to cite; devices and memberships are found without. May be"
              + " repeated.")
  private List<String> auth = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * On this clock.
   *
   * @param salts 16 random bytes each
   */
  EntitySignerOptions(
      Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
    this.console = console;
    this.data = new LogOption(surroundings);
    this.keys = new KeyOptions(surroundings);
    this.wall = wall;
    this.salts = salts;
  }

  /** What is done with a key, and what came of it. */
  interface Use {
    int with(Writing writing) throws IOException;
  }

  /** A log that is open, and somebody who writes in it. */
  final class Writing {
    private final Ledger ledger;
    private final SigningKey signer;
    private final DidKey author;
    private final List<EventId> grants;
    private final EntityWriter writer;

    private Writing(Ledger ledger, SigningKey signer, DidKey author, List<EventId> grants) {
      this.ledger = ledger;
      this.signer = signer;
      this.author = author;
      this.grants = grants;
      this.writer = new EntityWriter(ledger, wall, salts);
    }

    Ledger ledger() {
      return ledger;
    }

    /** Erases an entity. */
    CompletionStage<EntityEraser.Erasure> erase(EventId entity) {
      return new EntityEraser(ledger.log(), ledger.state(), writer).erase(signer, author, entity);
    }

    /**
     * Writes, citing what the options say.
     *
     * @param verb what was done then, such as {@code created}
     */
    Answer write(String verb, EntityWrite asked) {
      EntityWrite write = NamedKeys.replaced(asked, keys::named);
      UnknownNames.in(write).forEach(console::complain);
      WriteOutcome outcome = LogOption.await(writer.write(signer, author, write.citing(grants)));
      if (outcome instanceof WriteOutcome.Written written) {
        return new EntityAnswer.Done(verb, written);
      }
      return outcome instanceof WriteOutcome.Refused refused
          ? refused(refused.code(), advised(refused.detail(), write.body()))
          : refused("busy", "the log has no room");
    }
  }

  /**
   * Opens the key and the log.
   *
   * @param mayBegin whether a log is made where there is none
   */
  int use(boolean mayBegin, Use use) throws IOException {
    return use(() -> mayBegin ? data.openLedger() : data.openExistingLedger(), use);
  }

  /** Opens the key and the log that is there, with its search index where it has one. */
  int useWithSearch(Use use) throws IOException {
    return use(
        () ->
            data.openExistingWithSearchIfAny(
                fault -> console.complain("the search index failed: " + fault.getMessage())),
        use);
  }

  private int use(Supplier<Ledger> opening, Use use) throws IOException {
    List<EventId> grants = grants();
    SigningKey signer = EventSignCommand.open(keys, passphrase, key);
    String given = as;
    DidKey author = given == null ? signer.did() : keys.identity("--as", given);
    try (Ledger ledger = opening.get()) {
      return use.with(new Writing(ledger, signer, author, grants));
    }
  }

  private List<EventId> grants() {
    return auth.stream()
        .map(
            id ->
                EventId.parse(id).orElseThrow(() -> misused("--auth is no id of an event: " + id)))
        .toList();
  }

  /** A value of the wrong type is most often one that was meant for ':='. */
  private static String advised(String detail, IpldMap body) {
    if (detail.contains(": a set takes ")
        && body.get("set").orElse(Ipld.NULL) instanceof IpldMap set
        && set.get(detail.replaceFirst(": a set takes .*", "")).orElse(Ipld.NULL)
            instanceof Ipld.Text text) {
      String field = detail.replaceFirst(": a set takes .*", "");
      return detail + "; say --set '" + field + ":=[\"" + text.value() + "\"]'";
    }
    return detail.endsWith("(type)")
        ? detail + "; --set FIELD=TEXT is a text, FIELD:=VALUE any DAG-JSON"
        : detail;
  }

  /** An answer that refuses. */
  static Answer refused(String reason, String clause) {
    return new Answer.Refused(reason, OptionalLong.empty(), clause);
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
