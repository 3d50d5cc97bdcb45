package io.vivim.libp2p.discovery;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.kad.Kademlia;
import io.vivim.libp2p.kad.rpc.KadPeer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds peers that have agreed on a word: each tells a DHT that it provides what the word's SHA-256
 * stands for, as others of libp2p do.
 */
public final class Rendezvous implements Finder {
  /** So many at a look, of all that there are. */
  private static final int AT_A_LOOK = 20;

  private final Kademlia dht;
  private final Bytes key;
  private final AtomicBoolean isTold = new AtomicBoolean();

  /**
   * @param word that others look for, too
   */
  public Rendezvous(Kademlia dht, String word) {
    this.dht = dht;
    this.key = Multihash.sha256(Bytes.utf8(word)).encode();
  }

  @Override
  public void look(Finds finds) {
    if (isTold.compareAndSet(false, true)) {
      CompletionStage<Void> unused =
          dht.provide(key)
              .handle(
                  (told, failure) -> {
                    // Where nobody was there to be told, it is tried again.
                    isTold.set(failure == null && told > 0);
                    return null;
                  });
    }
    CompletionStage<?> unused =
        dht.findProviders(
            key,
            AT_A_LOOK,
            (KadPeer peer) -> finds.found(peer.id(), peer.addresses(), Source.CLAIMED));
  }

  /** Others are told no more; they forget it with time. */
  @Override
  public void close() {
    dht.withdraw(key);
  }
}
