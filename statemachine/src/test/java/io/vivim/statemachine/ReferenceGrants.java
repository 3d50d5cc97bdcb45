package io.vivim.statemachine;

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
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sections 2 to 4 of the page on authority, read aloud: what an event needs, and what it relies on.
 * All is asked of the event and of its causes, and theirs; the log is where these are looked up.
 */
final class ReferenceGrants {
  static final int OWNER = 4;
  static final int ADMIN = 3;
  static final int MEMBER = 2;
  static final int VIEWER = 1;
  static final int NO_RANK = 0;

  private static final Map<String, Integer> RANKS =
      Map.of("viewer", VIEWER, "member", MEMBER, "admin", ADMIN, "owner", OWNER);
  private static final Set<String> OWNERS_ALONE = Set.of("sharing", "capability", "model");

  private final ReferenceLog log;
  private final SignatureVerifier signatures = SignatureVerifier.create();

  ReferenceGrants(ReferenceLog log) {
    this.log = log;
  }

  /** The code of the first rule of section 3 that an event breaks. */
  Optional<String> check(DecodedEvent event) {
    if (!isRoot(event) && deviceGrant(event).isEmpty()) {
      return Optional.of("device");
    } else if (!keepsRootKeyRule(event)) {
      return Optional.of("root-key");
    } else if (!keepsKeyRule(event)) {
      return Optional.of("key");
    } else if (!isOfKindOfHeads(event)) {
      return Optional.of("kind");
    } else if (!hasEntity(event)) {
      return Optional.of("no-entity");
    } else if (circle(event).isPresent() && !isInCircle(event)) {
      return Optional.of("circle");
    } else if (circle(event).isPresent() && rank(event) < neededRank(event)) {
      return Optional.of("role");
    }
    return mayTouch(event) ? Optional.empty() : Optional.of("owner");
  }

  /** All that an event relies on, and what that relies on. */
  Set<EventId> reliesOn(DecodedEvent event) {
    Set<EventId> found = new HashSet<>();
    List<DecodedEvent> next = new ArrayList<>(List.of(event));
    while (!next.isEmpty()) {
      for (DecodedEvent grant : neededBy(next.remove(next.size() - 1))) {
        if (found.add(grant.id())) {
          next.add(grant);
        }
      }
    }
    return found;
  }

  private List<DecodedEvent> neededBy(DecodedEvent event) {
    List<DecodedEvent> needed = new ArrayList<>();
    if (!isRoot(event)) {
      deviceGrant(event).ifPresent(needed::add);
    }
    if (circle(event).isPresent()) {
      membership(event).ifPresent(needed::add);
    }
    Optional<DecodedEvent> first = isJudgedInFold(event) ? log.naming(event) : first(event);
    if (first.isPresent()
        && isOthers(event, first.get())
        && !isOwnersAlone(first.get())
        && !isByRank(event)) {
      needed.addAll(policyOrChain(event, first.get()));
    }
    return needed;
  }

  // Section 2.

  /** Whether a grant binds at the time of an event. */
  private static boolean holds(DecodedEvent grant, DecodedEvent event) {
    BigInteger seconds = BigInteger.valueOf(seconds(event));
    return Said.fault(grant, Model.builtIn(Kind.of(grant.header().type()))).isEmpty()
        && Said.integer(grant, "nbf").stream().allMatch(from -> seconds.compareTo(from) >= 0)
        && Said.integer(grant, "exp").stream().allMatch(to -> seconds.compareTo(to) <= 0);
  }

  private static long seconds(DecodedEvent event) {
    return event.header().timestamp().millis() / 1000;
  }

  // Section 3: device, root-key, key, no-entity.

  private static boolean isRoot(DecodedEvent event) {
    return event.header().signer().equals(event.header().author());
  }

  private Stream<DecodedEvent> cited(DecodedEvent event, String... types) {
    return log.at(event.header().auth()).stream().filter(grant -> isOf(grant, types));
  }

  static boolean isOf(DecodedEvent event, String... types) {
    return List.of(types).contains(event.header().type().name());
  }

  private Optional<DecodedEvent> deviceGrant(DecodedEvent event) {
    String signer = event.header().signer().toString();
    return cited(event, "identity:add_device")
        .filter(grant -> grant.header().author().equals(event.header().author()))
        .filter(grant -> Said.text(grant, "device").equals(Optional.of(signer)))
        .filter(grant -> holds(grant, event))
        .findFirst();
  }

  private static boolean keepsRootKeyRule(DecodedEvent event) {
    boolean isRevocation = isOf(event, "identity:revoke_device");
    boolean isRuled = isRevocation || isOf(event, "identity:add_device");
    return !isRuled || (isRoot(event) && !(isRevocation && !event.header().auth().isEmpty()));
  }

  private static boolean keepsKeyRule(DecodedEvent event) {
    Scope scope = event.header().scope();
    return event.logScope().isOwned()
        || !event.header().type().entity().equals("identity")
        || EntityIds.identity(scope, event.header().author()).equals(event.entity());
  }

  private boolean hasEntity(DecodedEvent event) {
    return event.header().entityId() == null || Said.mayHaveKey(event) || first(event).isPresent();
  }

  private boolean isOfKindOfHeads(DecodedEvent event) {
    Kind kind = Kind.of(event.header().type());
    return log.at(event.header().prevVersion()).stream()
        .allMatch(head -> Kind.of(head.header().type()).equals(kind));
  }

  /** The event that names the entity, where it is among the ancestors. */
  private Optional<DecodedEvent> first(DecodedEvent event) {
    return log.past(event).contains(event.entity())
        ? Optional.of(log.at(event.entity()))
        : Optional.empty();
  }

  // Section 3: circle and role.

  /** The circle in whose scope an event is. */
  static Optional<EventId> circle(DecodedEvent event) {
    String scope = event.logScope().text();
    return event.logScope().isCircle()
        ? EventId.parse(scope.substring(scope.indexOf(':') + 1))
        : Optional.empty();
  }

  private static boolean isOfCircleItself(DecodedEvent event) {
    return circle(event).equals(Optional.of(event.entity()));
  }

  /** The first event of the circle, where the event belongs to it or cites it. */
  private Optional<DecodedEvent> circleCreate(DecodedEvent event) {
    EventId circle = circle(event).orElseThrow();
    if (event.id().equals(circle)) {
      return Optional.of(event);
    }
    boolean isKnown = event.header().auth().contains(circle) || log.past(event).contains(circle);
    return isKnown ? Optional.of(log.at(circle)) : Optional.empty();
  }

  private boolean isByOwner(DecodedEvent event) {
    return circleCreate(event)
        .filter(create -> create.header().author().equals(event.header().author()))
        .isPresent();
  }

  private boolean isInCircle(DecodedEvent event) {
    return (isByOwner(event) && isOfCircleItself(event)) || membership(event).isPresent();
  }

  /** What an event cites to be in its circle; its owner cites nothing in the circle itself. */
  private Optional<DecodedEvent> membership(DecodedEvent event) {
    if (isByOwner(event)) {
      EventId circle = circle(event).orElseThrow();
      return isOfCircleItself(event) || !event.header().auth().contains(circle)
          ? Optional.empty()
          : Optional.of(log.at(circle));
    }
    Optional<DecodedEvent> best = Optional.empty();
    for (DecodedEvent grant : cited(event, "circle:add_member", "circle:set_role").toList()) {
      if (Optional.of(grant.entity()).equals(circle(event))
          && member(grant).equals(Optional.of(event.header().author().toString()))
          && holds(grant, event)
          && given(grant) > best.map(ReferenceGrants::given).orElse(NO_RANK)) {
        best = Optional.of(grant);
      }
    }
    return best;
  }

  static Optional<String> member(DecodedEvent event) {
    return Said.text(event, "member");
  }

  /** The rank of the role that a membership gives. */
  static int given(DecodedEvent grant) {
    return Said.text(grant, "role").map(role -> RANKS.getOrDefault(role, NO_RANK)).orElse(NO_RANK);
  }

  /** The author's rank in the circle. */
  int rank(DecodedEvent event) {
    return isByOwner(event) ? OWNER : membership(event).map(ReferenceGrants::given).orElse(NO_RANK);
  }

  static boolean isLeave(DecodedEvent event) {
    return isOf(event, "circle:remove_member")
        && member(event).equals(Optional.of(event.header().author().toString()));
  }

  private static int neededRank(DecodedEvent event) {
    return switch (event.header().type().name()) {
      case "circle:update", "circle:rotate_key" -> ADMIN;
      case "circle:add_member", "circle:set_role" -> Math.max(ADMIN, given(event) + 1);
      case "circle:remove_member" -> isLeave(event) ? VIEWER : ADMIN;
      case "system:erase" -> VIEWER;
      default -> MEMBER;
    };
  }

  // Section 3: owner.

  /** Of these kinds the causes do not show whether the entity is keyed. */
  static boolean isJudgedInFold(DecodedEvent event) {
    return event.header().type().entity().equals("conversation") || Said.isApplications(event);
  }

  private static boolean isOthers(DecodedEvent event, DecodedEvent first) {
    return !first.header().author().equals(event.header().author())
        && !event.header().type().equals(EventType.ERASE)
        && !isOfCircleItself(event);
  }

  private boolean mayTouch(DecodedEvent event) {
    Optional<DecodedEvent> first = first(event);
    return first.isEmpty() || isJudgedInFold(event) || hasRight(event, first.get());
  }

  /** Whether the author may change the entity that an event names. */
  boolean hasRight(DecodedEvent event, DecodedEvent first) {
    if (!isOthers(event, first)) {
      return true;
    }
    return !isOwnersAlone(first) && (isByRank(event) || !policyOrChain(event, first).isEmpty());
  }

  /** Whether nothing that is cited gives others a right to it. */
  private static boolean isOwnersAlone(DecodedEvent first) {
    return OWNERS_ALONE.contains(first.header().type().entity());
  }

  private boolean isByRank(DecodedEvent event) {
    return circle(event).isPresent() && rank(event) >= ADMIN;
  }

  private List<DecodedEvent> policyOrChain(DecodedEvent event, DecodedEvent first) {
    DidKey owner = first.header().author();
    Ipld author = Ipld.of(event.header().author().toString());
    Optional<DecodedEvent> policy =
        cited(event, "sharing:policy")
            .filter(grant -> grant.header().author().equals(owner))
            .filter(grant -> Said.lists(grant, "entities", Said.linkTo(event.entity())))
            .filter(grant -> Said.lists(grant, "audience", author))
            .filter(grant -> Said.lists(grant, "rights", Ipld.of("write")))
            .filter(grant -> holds(grant, event))
            .findFirst();
    return policy.map(List::of).orElseGet(() -> chain(event, owner));
  }

  private List<DecodedEvent> chain(DecodedEvent event, DidKey owner) {
    List<DecodedEvent> grants = cited(event, "capability:delegate").toList();
    List<Delegation> tokens = new ArrayList<>();
    for (DecodedEvent grant : grants) {
      Optional<Delegation> token =
          Said.fault(grant, Model.builtIn(Kind.of(grant.header().type()))).isEmpty()
              ? token(grant)
              : Optional.empty();
      if (token.isEmpty()) {
        return List.of();
      }
      tokens.add(token.get());
    }
    return permits(tokens, event, owner) ? grants : List.of();
  }

  private boolean permits(List<Delegation> tokens, DecodedEvent event, DidKey owner) {
    if (!(new ChainVerifier(signatures, Revocations.NONE).verify(tokens, seconds(event))
        instanceof ChainVerdict.Allowed allowed)) {
      return false;
    }
    EventType type = event.header().type();
    IpldMap arguments =
        IpldMap.builder()
            .put("entity", Said.linkTo(event.entity()))
            .put("scope", Ipld.of(event.header().scope().toString()))
            .put("type", Ipld.of(type.name()))
            .build();
    Request request =
        new Request(
            Principal.of(event.header().author()),
            Principal.of(owner),
            command("/vivim/" + type.name().replace(':', '/')),
            arguments,
            seconds(event));
    return allowed.chain().permits(request) instanceof Permission.Granted;
  }

  private static Command command(String text) {
    try {
      return Command.parse(text);
    } catch (UcanException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The token of a delegation that its own author issued. */
  static Optional<Delegation> token(DecodedEvent event) {
    return Said.value(event, "token").orElse(Ipld.NULL) instanceof Ipld.Binary bytes
            && Delegation.decode(bytes.value()) instanceof DelegationResult.Good good
            && good.delegation().issuer().equals(Principal.of(event.header().author()))
        ? Optional.of(good.delegation())
        : Optional.empty();
  }
}
