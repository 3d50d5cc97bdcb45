package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.did.ucan.Command;
import io.vivim.did.ucan.Delegation;
import io.vivim.did.ucan.DelegationBuilder;
import io.vivim.did.ucan.Policy;
import io.vivim.did.ucan.Principal;
import io.vivim.did.ucan.UcanException;
import io.vivim.events.DecodedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Tokens that people give each other, and the chains that these make. */
final class Delegations {
  private static final List<String> COMMANDS =
      List.of("/", "/", "/vivim", "/vivim", "/vivim/memory", "/vivim/memory/update");

  private Delegations() {}

  /** The chains of at most two delegations that end at somebody, the owner's first. */
  static List<List<DecodedEvent>> chains(List<DecodedEvent> delegations, DidKey audience) {
    List<DecodedEvent> all =
        delegations.stream().filter(each -> ReferenceGrants.token(each).isPresent()).toList();
    List<List<DecodedEvent>> chains = new ArrayList<>();
    for (DecodedEvent last : all) {
      Delegation token = ReferenceGrants.token(last).orElseThrow();
      if (!token.audience().equals(Principal.of(audience))) {
        continue;
      }
      chains.add(List.of(last));
      for (DecodedEvent first : all) {
        Delegation before = ReferenceGrants.token(first).orElseThrow();
        if (before.audience().equals(token.issuer()) && !first.id().equals(last.id())) {
          chains.add(List.of(first, last));
        }
      }
    }
    return chains;
  }

  /** A token in which an issuer lets somebody act, for themselves or for whoever let them. */
  static Bytes token(
      SigningKey issuer, DidKey subject, DidKey audience, long seconds, SplittableRandom dice) {
    byte[] nonce = new byte[12];
    dice.nextBytes(nonce);
    DelegationBuilder token =
        new DelegationBuilder()
            .audience(Principal.of(audience))
            .subject(Principal.of(subject))
            .nonce(Bytes.owning(nonce));
    try {
      token.command(Command.parse(World.pick(COMMANDS, dice)));
      if (dice.nextInt(6) == 0) {
        Ipld only = Ipld.listOf(Ipld.of("=="), Ipld.of(".type"), Ipld.of("memory:update"));
        token.policy(Policy.parse(Ipld.listOf(only)));
      }
    } catch (UcanException e) {
      throw new IllegalStateException(e);
    }
    if (dice.nextInt(5) == 0) {
      token.notBefore(seconds + dice.nextInt(4));
    }
    if (dice.nextInt(4) == 0) {
      token.expires(seconds + dice.nextInt(20));
    } else {
      token.neverExpires();
    }
    return token.sign(issuer).envelope().bytes();
  }
}
