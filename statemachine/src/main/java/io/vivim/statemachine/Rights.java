package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.ucan.ChainVerdict;
import io.vivim.did.ucan.ChainVerifier;
import io.vivim.did.ucan.Command;
import io.vivim.did.ucan.Delegation;
import io.vivim.did.ucan.DelegationResult;
import io.vivim.did.ucan.Permission;
import io.vivim.did.ucan.Principal;
import io.vivim.did.ucan.Request;
import io.vivim.did.ucan.Revocations;
import io.vivim.did.ucan.UcanException;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rights that owners give others to their entities: by policies and by delegations. */
final class Rights {
  /** Revocations are events, and judged in the fold. */
  private final ChainVerifier chains;

  Rights(SignatureVerifier signatures) {
    this.chains = new ChainVerifier(signatures, Revocations.NONE);
  }

  /** What lets the event change an entity of this owner; nothing where nothing cited does. */
  Optional<List<EventId>> to(DecodedEvent event, DidKey owner, List<EventFacts> cited) {
    Optional<EventFacts> policy =
        cited.stream().filter(grant -> isPolicyFor(event, owner, grant)).findFirst();
    return policy.isPresent()
        ? Optional.of(List.of(policy.get().id()))
        : byDelegations(event, owner, cited);
  }

  private static boolean isPolicyFor(DecodedEvent event, DidKey owner, EventFacts grant) {
    if (!grant.type().equals(Authority.POLICY)
        || !grant.author().equals(owner)
        || !Authority.isSound(grant)) {
      return false;
    }
    Terms terms = Terms.of(grant);
    return terms.names("entities").contains(event.entity().toString())
        && terms.names("audience").contains(event.header().author().toString())
        && terms.names("rights").contains("write")
        && terms.holdAt(event.header().timestamp());
  }

  private Optional<List<EventId>> byDelegations(
      DecodedEvent event, DidKey owner, List<EventFacts> cited) {
    List<Delegation> chain = new ArrayList<>();
    List<EventId> ids = new ArrayList<>();
    for (EventFacts grant : cited) {
      if (grant.type().equals(Authority.DELEGATE)) {
        token(grant).ifPresent(chain::add);
        ids.add(grant.id());
      }
    }
    EventHeader header = event.header();
    long seconds = Terms.secondsOf(header.timestamp());
    if (chain.size() < ids.size()
        || chain.isEmpty()
        || !(chains.verify(chain, seconds) instanceof ChainVerdict.Allowed allowed)) {
      return Optional.empty();
    }
    Request request =
        new Request(
            Principal.of(header.author()),
            Principal.of(owner),
            commandOf(event),
            IpldMap.builder()
                .put("entity", Ipld.of(event.entity().cid()))
                .put("scope", Ipld.of(header.scope().toString()))
                .put("type", Ipld.of(header.type().name()))
                .build(),
            seconds);
    return allowed.chain().permits(request) instanceof Permission.Granted
        ? Optional.of(ids)
        : Optional.empty();
  }

  private static Command commandOf(DecodedEvent event) {
    try {
      return Command.parse("/vivim/" + event.header().type().name().replace(':', '/'));
    } catch (UcanException e) {
      throw new IllegalStateException("types have the characters of commands", e);
    }
  }

  /** The token of a delegation, where its author issued it. */
  private static Optional<Delegation> token(EventFacts grant) {
    return Optional.of(grant)
        .filter(Authority::isSound)
        .flatMap(sound -> Terms.of(sound).bytes("token"))
        .map((Bytes token) -> Delegation.decode(token))
        .filter(DelegationResult.Good.class::isInstance)
        .map(good -> ((DelegationResult.Good) good).delegation())
        .filter(token -> token.issuer().equals(Principal.of(grant.author())));
  }
}
