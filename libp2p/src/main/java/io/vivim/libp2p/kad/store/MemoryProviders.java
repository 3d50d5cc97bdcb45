package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.PeerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers providers as long as the process lives. */
public final class MemoryProviders implements Providers {
  private final StoreLimits limits;
  private final Quotas quotas;

  /** The one that has said so longest ago first. */
  private final Map<Claim, Held> claims = new LinkedHashMap<>();

  /** Of each key the same, in the same order. */
  private final Map<Bytes, Map<PeerId, Claim>> byKey = new HashMap<>();

  /** That a peer provides something. */
  private record Claim(Bytes key, PeerId by) {}

  private record Held(KadPeer provider, Instant said) {}

  public MemoryProviders(StoreLimits limits) {
    this.limits = limits;
    this.quotas = new Quotas(limits.keysOfProvider());
  }

  private boolean isOver(Held held, Instant now) {
    return !now.isBefore(held.said.plus(limits.providerLife()));
  }

  @Override
  public List<KadPeer> find(Bytes key, Instant now) {
    List<KadPeer> found = new ArrayList<>();
    for (Claim claim : byKey.getOrDefault(key, Map.of()).values()) {
      Held held = claims.get(claim);
      if (held != null && !isOver(held, now)) {
        found.add(held.provider);
      }
    }
    Collections.reverse(found);
    return found;
  }

  @Override
  public boolean add(Bytes key, KadPeer provider, Instant now) {
    Claim claim = new Claim(key, provider.id());
    if (!claims.containsKey(claim) && quotas.isUsedUp(provider.id())) {
      return false;
    }
    forget(claim);
    List<Multiaddr> addresses = provider.addresses().stream().limit(limits.addresses()).toList();
    claims.put(claim, new Held(KadPeer.at(provider.id(), addresses), now));
    quotas.take(provider.id());
    Map<PeerId, Claim> ofKey = byKey.computeIfAbsent(key, first -> new LinkedHashMap<>());
    ofKey.put(provider.id(), claim);
    if (ofKey.size() > limits.providersOfKey()) {
      forget(ofKey.values().iterator().next());
    }
    if (claims.size() > limits.providers()) {
      forget(claims.keySet().iterator().next());
    }
    return true;
  }

  private void forget(Claim claim) {
    if (claims.remove(claim) == null) {
      return;
    }
    quotas.give(claim.by);
    byKey.computeIfPresent(
        claim.key,
        (key, ofKey) -> {
          ofKey.remove(claim.by);
          return ofKey.isEmpty() ? null : ofKey;
        });
  }

  @Override
  public void expire(Instant now) {
    while (!claims.isEmpty()) {
      Map.Entry<Claim, Held> oldest = claims.entrySet().iterator().next();
      if (!isOver(oldest.getValue(), now)) {
        return;
      }
      forget(oldest.getKey());
    }
  }

  @Override
  public int size() {
    return claims.size();
  }
}
