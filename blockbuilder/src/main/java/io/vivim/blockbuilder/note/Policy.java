package io.vivim.blockbuilder.note;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which logs are believed, and how many witnesses have to have seen a checkpoint (C2SP
 * tlog-policy).
 *
 * @param logs by their keys, each with its address where there is one
 * @param witnesses by their names in the policy
 * @param quorum what of them is enough
 */
public record Policy(
    Map<VerifierKey, Optional<String>> logs, Map<String, Witness> witnesses, Quorum quorum) {
  /** A witness that may be asked at an address. */
  public record Witness(VerifierKey key, Optional<String> url) {}

  /** Who has to have seen a checkpoint. */
  public sealed interface Quorum {
    /** Nobody. */
    Quorum NONE = new Group(0, List.of());

    /** Whether these are enough. */
    boolean isMetBy(Set<VerifierKey> cosigners);
  }

  /** One witness. */
  record One(VerifierKey key) implements Quorum {
    @Override
    public boolean isMetBy(Set<VerifierKey> cosigners) {
      return cosigners.contains(key);
    }
  }

  /** So many of these. */
  record Group(int needed, List<Quorum> members) implements Quorum {
    Group {
      members = List.copyOf(members);
    }

    @Override
    public boolean isMetBy(Set<VerifierKey> cosigners) {
      return members.stream().filter(member -> member.isMetBy(cosigners)).count() >= needed;
    }
  }

  public Policy {
    logs = Map.copyOf(logs);
    witnesses = new LinkedHashMap<>(witnesses);
  }

  /** One that asks for so many of these witnesses. */
  public static Policy of(int needed, List<Witness> witnesses) {
    Map<String, Witness> named = new LinkedHashMap<>();
    List<Quorum> members = new ArrayList<>();
    for (Witness witness : witnesses) {
      named.put(witness.key().name(), witness);
      members.add(new One(witness.key()));
    }
    if (needed < 0 || needed > members.size()) {
      throw new IllegalArgumentException("no " + needed + " of " + members.size() + " witnesses");
    }
    return new Policy(Map.of(), named, new Group(needed, members));
  }

  /** Those whose cosignatures count. */
  public List<VerifierKey> witnessKeys() {
    return witnesses.values().stream().map(Witness::key).toList();
  }

  /** Whether enough of the witnesses have cosigned a note. */
  public boolean isMetBy(SignedNote note, NoteCheck check) throws NoteException {
    return quorum.isMetBy(check.signers(note, witnessKeys()).keySet());
  }
}
