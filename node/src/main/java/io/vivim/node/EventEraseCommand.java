package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.HybridClock;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.node.ledger.ErasureRules;
import io.vivim.node.ledger.Ledger;
import io.vivim.search.SearchException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim event erase}: payloads are erased, by an event that says so to everyone. */
@Command(
    name = "erase",
    description = {
      "Erase the payloads of events for good, here and wherever the erasure comes to.",
      "For each a system:erase event is signed and appended. Answers each with 'erased <id> by <id of"
          + " the erase event>' once the bytes are gone from the disk, or with 'error <reason>'.",
      "Only the event's author or the owner of its entity may. The key's own log has to be here up to"
          + " its end, or it forks."
    },
    footerHeading = "%nExamples:%n",
    footer = "  vivim event erase bafy… --key home")
final class EventEraseCommand implements Callable<Integer> {
  static final String LEFT_IN_SEARCH = "the search index may still have what was erased: ";

  private final Console console;
  private final HybridClock clock;
  private final Supplier<Bytes> salts;

  @Mixin private final LogOption data;

  @Mixin private final KeyOptions keys;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Events; without any, one a line is read from standard input.")
  private List<String> ids = List.of();

  @Option(
      names = "--key",
      paramLabel = "NAME",
      required = true,
      description = "The key of this machine that signs.")
  private String key = "";

  @Option(names = "--json", description = "Answer with JSON objects.")
  private boolean json;

  /**
   * The command on this clock.
   *
   * @param salts 16 random bytes each
   */
  EventEraseCommand(
      Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
    this.console = console;
    this.data = new LogOption(surroundings);
    this.keys = new KeyOptions(surroundings);
    this.clock = new HybridClock(wall);
    this.salts = salts;
  }

  @Override
  public Integer call() throws IOException {
    SigningKey signer = EventSignCommand.open(keys, passphrase, key);
    try (Ledger ledger =
        data.openExistingWithSearchIfAny(
            fault -> console.complain("the search index failed: " + fault.getMessage()))) {
      int code = new Batch(console, json).answerEach(ids, id -> erase(ledger, signer, id));
      expunge(ledger);
      return code;
    } catch (SearchException e) {
      console.complain(LEFT_IN_SEARCH + e.getMessage());
      return ExitCode.REFUSED;
    }
  }

  /** Waits until an index, where there is one, holds nothing that was erased. */
  static void expunge(Ledger ledger) {
    long position = ledger.log().head().position();
    ledger
        .search()
        .ifPresent(
            search -> {
              LogOption.await(search.waitFor(position));
              LogOption.await(search.waitForExpunged(position));
            });
  }

  private Answer erase(Ledger ledger, SigningKey signer, String text) {
    EventLog log = ledger.log();
    Optional<EventId> id = EventId.parse(text.strip());
    if (id.isEmpty()) {
      return refused("id", "it is no id of an event");
    }
    Optional<DecodedEvent> target = log.find(id.get()).map(AppendedEvent::event);
    if (target.isEmpty()) {
      return refused("unknown", "the event is not here");
    }
    if (target.get().header().type().isControl()) {
      return refused("control", "others' rights hang on the event, so it is never erased");
    }
    if (!new ErasureRules(log, ledger.state()).mayErase(signer.did(), target.get())) {
      return refused("not-yours", "only its author or the owner of its entity may erase it");
    }
    DecodedEvent erase = sign(log, signer, target.get());
    Outcome outcome = LogOption.await(submit(log, erase));
    if (!(outcome instanceof Outcome.Accepted)) {
      return refused("not-taken", "the log does not take the erase event: " + outcome);
    }
    ErasedBytes.await(log.purged(), console::complain);
    return new Erased(id.get(), erase.id());
  }

  private DecodedEvent sign(EventLog log, SigningKey signer, DecodedEvent target) {
    EventBuilder builder =
        EventBuilder.of(EventType.ERASE, salts.get())
            .scope(target.header().scope())
            .body(
                IpldMap.builder()
                    .put("set", IpldMap.builder().put("target", Ipld.of(target.id().cid())).build())
                    .build());
    Timestamp seen = target.header().timestamp();
    // A scope of one's own is the signer's: the erase event lies in the log of that one.
    LogScope scope = target.header().scope().logScope(signer.did(), target.id());
    Optional<DecodedEvent> tip = log.tip(signer.did(), scope).map(AppendedEvent::event);
    if (tip.isPresent()) {
      builder.after(tip.get().header().seq(), tip.get().id());
      Timestamp last = tip.get().header().timestamp();
      seen = last.compareTo(seen) > 0 ? last : seen;
    }
    return builder.timestamp(clock.after(seen)).sign(signer);
  }

  private static CompletionStage<Outcome> submit(EventLog log, DecodedEvent event) {
    try {
      return log.submit(event.raw(), Source.LOCAL);
    } catch (InterruptedException e) {
      throw LogOption.interrupted(e);
    }
  }

  private static Answer refused(String reason, String clause) {
    return new Answer.Refused(reason, OptionalLong.empty(), clause);
  }

  /** A payload is gone. */
  private record Erased(EventId target, EventId by) implements Answer {
    @Override
    public String text() {
      return "erased " + target + " by " + by;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("erased", Ipld.of(target.toString()))
          .put("by", Ipld.of(by.toString()))
          .build();
    }
  }
}
