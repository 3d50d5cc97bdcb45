package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.anyOf;
import static io.vivim.node.rpc.Schemas.bool;
import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;
import static io.vivim.node.rpc.Schemas.word;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.SignatureVerifier;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventJson;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.EventVerifier;
import io.vivim.events.RawEvent;
import io.vivim.events.Rejection;
import io.vivim.events.RejectionReason;
import io.vivim.events.Scope;
import io.vivim.events.VerifiedEvent;
import io.vivim.node.ledger.ErasureRules;
import io.vivim.node.ledger.GrantRemovals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code event_submit}: gives a signed event to the log and says what became of it. */
final class EventSubmit implements RpcMethod {
  private static final Signature SIGNATURE =
      new Signature(
          "event_submit",
          "Gives a signed event to the log; what is accepted is on the disk when that is answered.",
          false,
          List.of(
              Parameter.required(
                  "event",
                  "The event, in its JSON form or as the hex digits of its wire form.",
                  anyOf(SharedSchemas.EVENT, text("Hex digits.", "([0-9a-fA-F]{2})*")))),
          object(
              "What became of it.",
              required(
                  "outcome",
                  word(
                      "docs/spec/event-log.md says what each is.",
                      List.of(
                          "accepted", "duplicate", "pending", "early", "declined", "rejected"))),
              optional("id", SharedSchemas.CID),
              optional(
                  "position",
                  integer(
                      "Where it was accepted; with the node's token.", 1, EventLimits.MAX_INTEGER)),
              optional(
                  "erases",
                  bool(
                      "Whether an accepted system:erase takes a payload away that is here and that"
                          + " the caller may see.")),
              optional(
                  "removes",
                  bool(
                      "Whether an accepted removal that the caller may see takes back every grant"
                          + " that it names.")),
              optional("causes", list("What it waits for.", SharedSchemas.CID)),
              optional("payload", bool("Whether it waits for its payload.")),
              optional("until", SharedSchemas.TIMESTAMP),
              optional("reason", text("A code of declined or rejected.")),
              optional("text", text("The same for people.")),
              optional("detail", text("What of it was wrong."))),
          List.of(RpcError.BUSY),
          new Signature.Example(
              IpldMap.builder().put("event", ExampleEvent.event()).build(),
              named("accepted")
                  .put("id", Ipld.of(ExampleEvent.ID))
                  .put("position", Ipld.of(ExampleEvent.POSITION))
                  .build()));

  /** Strangers who come by this server are charged together, the node's owner never. */
  private static final Source STRANGERS = new Source("rpc");

  /**
   * The same for what they may not see themselves, so that nothing of the room that it takes up
   * shows in what becomes of the rest.
   */
  private static final Source STRANGERS_UNSEEN = new Source("rpc-unseen");

  private final EventLog log;

  private final Disclosure disclosure;
  private final ErasureRules erasures;
  private final GrantRemovals removals;
  private final KeyStore keys;
  private final EventDecoder decoder = new EventDecoder();
  private final EventVerifier verifier = new EventVerifier(SignatureVerifier.create());

  /**
   * Submits to a log.
   *
   * @param keys of the identities whose local events are of this node
   */
  EventSubmit(
      EventLog log,
      Disclosure disclosure,
      ErasureRules erasures,
      GrantRemovals removals,
      KeyStore keys) {
    this.log = log;
    this.disclosure = disclosure;
    this.erasures = erasures;
    this.removals = removals;
    this.keys = keys;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    Checked<RawEvent> read = read(arguments);
    if (read instanceof Checked.Bad<RawEvent> bad) {
      return CompletableFuture.completedStage(JsonText.of(rejected(bad.rejection())));
    }
    RawEvent event = read.orThrow();
    Optional<DecodedEvent> decoded = decoded(event);
    if (decoded.isPresent() && !isFromHere(decoded.get().header(), caller)) {
      Rejection foreign =
          new Rejection(
              RejectionReason.NOT_ALLOWED,
              "a local event never leaves the node that it is made on");
      return CompletableFuture.completedStage(
          JsonText.of(answer(event, new Outcome.Rejected(foreign))));
    }
    return log.trySubmit(event, source(decoded, caller))
        .orElseThrow(() -> new RpcException(RpcError.BUSY))
        .thenApply(
            outcome -> {
              IpldMap.Builder answer = answer(event, told(decoded, caller, outcome));
              if (outcome instanceof Outcome.Accepted accepted) {
                if (caller.mayCount()) {
                  answer.put("position", Ipld.of(accepted.position()));
                }
                decoded
                    .flatMap(each -> erases(each, caller))
                    .ifPresent(erases -> answer.put("erases", Ipld.of(erases)));
                decoded
                    .filter(each -> disclosure.maySee(caller, each.logScope()))
                    .flatMap(removals::removes)
                    .ifPresent(removes -> answer.put("removes", Ipld.of(removes)));
              }
              return JsonText.of(answer);
            });
  }

  private Source source(Optional<DecodedEvent> event, Caller caller) {
    if (caller == Caller.OWNER) {
      return Source.LOCAL;
    }
    return event.filter(each -> !disclosure.maySee(caller, each.logScope())).isPresent()
        ? STRANGERS_UNSEEN
        : STRANGERS;
  }

  private Optional<DecodedEvent> decoded(RawEvent event) {
    return decoder.decode(event) instanceof Checked.Good<DecodedEvent> good
        ? Optional.of(good.value())
        : Optional.empty();
  }

  /** What an erase event does to one that is here; callers learn of none that they may not see. */
  private Optional<Boolean> erases(DecodedEvent event, Caller caller) {
    return event.header().type().equals(EventType.ERASE)
        ? erasures
            .targetOf(event)
            .filter(target -> disclosure.maySee(caller, target.logScope()))
            .map(target -> erasures.erases(event, target))
        : Optional.empty();
  }

  /**
   * Whether an event may have been made on this node, as local ones must: for an identity of the
   * node's owner, by a key that is here. Nobody else is told which identities these are.
   */
  private boolean isFromHere(EventHeader header, Caller caller) {
    if (header.scope().kind() != Scope.Kind.LOCAL) {
      return true;
    }
    return caller == Caller.OWNER && (isHere(header.author()) || isHere(header.signer()));
  }

  private boolean isHere(DidKey did) {
    try {
      for (String name : keys.names()) {
        if (isKeyOf(name, did)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the key store fails", e);
    }
  }

  private boolean isKeyOf(String name, DidKey did) throws IOException {
    try {
      return keys.did(name).equals(did);
    } catch (KeyStoreException e) {
      // A damaged key is nobody's.
      return false;
    }
  }

  /** What a caller is told, who is to learn nothing of what they may not see. */
  private Outcome told(Optional<DecodedEvent> decoded, Caller caller, Outcome outcome) {
    if (decoded.isEmpty()) {
      return outcome;
    }
    DecodedEvent event = decoded.get();
    if (!disclosure.maySee(caller, event.logScope())) {
      return toldOfUnseen(event, caller, outcome);
    }
    // It may wait since the node's owner brought it, and not for causes that are hidden from the
    // caller; they are told all the same, like those that nobody has.
    return outcome instanceof Outcome.Pending pending
        ? new Outcome.Pending(unseenCauses(event, caller), pending.payload())
        : outcome;
  }

  /**
   * Of an event that the caller may not see, only what its bytes and its causes say that they do
   * see: else it waits, as far as they know. That it was here before is told to nobody either.
   */
  private Outcome toldOfUnseen(DecodedEvent event, Caller caller, Outcome outcome) {
    Set<EventId> unseen = unseenCauses(event, caller);
    if (unseen.isEmpty() || outcome instanceof Outcome.Early) {
      return outcome instanceof Outcome.Duplicate ? new Outcome.Accepted(0) : outcome;
    }
    return verifier.verify(event) instanceof Checked.Bad<VerifiedEvent> bad
        ? new Outcome.Rejected(bad.rejection())
        : new Outcome.Pending(unseen, event.payload().isEmpty());
  }

  /** Causes that are not here as far as the caller may know. */
  private Set<EventId> unseenCauses(DecodedEvent event, Caller caller) {
    Set<EventId> causes = new HashSet<>(event.header().prevVersion());
    causes.addAll(event.header().auth());
    causes.removeIf(cause -> log.find(cause).filter(here -> maySee(caller, here)).isPresent());
    return causes;
  }

  private boolean maySee(Caller caller, AppendedEvent event) {
    return disclosure.maySee(caller, event.event().logScope());
  }

  private static Checked<RawEvent> read(Arguments arguments) throws RpcException {
    String raw = arguments.raw("event").orElseThrow();
    if (raw.startsWith("{")) {
      return EventJson.read(raw);
    }
    try {
      return RawEvent.decode(Bytes.fromHex(arguments.requiredText("event")));
    } catch (IllegalArgumentException e) {
      throw RpcException.invalid("event", "is neither an object nor hex digits");
    }
  }

  private static IpldMap.Builder answer(RawEvent event, Outcome outcome) {
    IpldMap.Builder answer = answer(outcome);
    return answer.put("id", Ipld.of(EventId.ofHeader(event.header()).toString()));
  }

  private static IpldMap.Builder answer(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted) {
      return named("accepted");
    } else if (outcome instanceof Outcome.Pending pending) {
      return named("pending")
          .put(
              "causes",
              Schemas.texts(pending.causes().stream().sorted().map(EventId::toString).toList()))
          .put("payload", Ipld.of(pending.payload()));
    } else if (outcome instanceof Outcome.Early early) {
      return named("early").put("until", Ipld.of(early.until().toString()));
    } else if (outcome instanceof Outcome.Declined declined) {
      return named("declined")
          .put("reason", Ipld.of(declined.reason().code()))
          .put("text", Ipld.of(declined.reason().text()));
    } else if (outcome instanceof Outcome.Rejected rejected) {
      return rejected(rejected.rejection());
    }
    return named("duplicate");
  }

  private static IpldMap.Builder rejected(Rejection rejection) {
    IpldMap.Builder answer =
        named("rejected")
            .put("reason", Ipld.of(rejection.reason().code()))
            .put("text", Ipld.of(rejection.reason().text()));
    return rejection.detail().isEmpty()
        ? answer
        : answer.put("detail", Ipld.of(rejection.detail()));
  }

  private static IpldMap.Builder named(String outcome) {
    return IpldMap.builder().put("outcome", Ipld.of(outcome));
  }
}
