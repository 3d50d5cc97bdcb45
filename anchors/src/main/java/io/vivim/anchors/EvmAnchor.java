package io.vivim.anchors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A chain of the EVM: the digest is the data of a transaction that an account makes to itself. It
 * is confirmed once so many blocks stand on it; until then a chain may take it back, and it is sent
 * again.
 *
 * <p>A transaction is durable before it is sent, so that a crash sends the same one again and pays
 * once. One that nobody takes is offered anew for more, with the same nonce. What is on the chain
 * the node says, which is to be one's own or trusted.
 */
public final class EvmAnchor implements Anchor {
  /** Chains have a block every few seconds. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  /** How long it is waited before more is offered. */
  static final Duration OFFER_MORE_AFTER = Duration.ofMinutes(10);

  /** Writing 32 bytes takes a quarter of it. */
  static final BigInteger MAX_GAS = BigInteger.valueOf(100_000);

  /** What nodes say of a transaction that they have, in the pool or in a block. */
  private static final List<String> HAS_IT =
      List.of("already known", "known transaction", "already imported", "nonce too low");

  private final String name;
  private final EvmNode node;
  private final EvmAccount account;
  private final Terms terms;

  /**
   * On which terms it is done.
   *
   * @param chain the number of the chain
   * @param confirmations blocks that there have to be, its own among them
   * @param mostGasPrice in wei
   */
  public record Terms(long chain, int confirmations, BigInteger mostGasPrice) {
    public Terms {
      if (chain < 1 || confirmations < 1 || mostGasPrice.signum() < 1) {
        throw new IllegalArgumentException("no terms");
      }
    }
  }

  public EvmAnchor(String name, URI place, EvmAccount account, Terms terms, Http http) {
    this.name = name;
    this.node = new EvmNode(place, http);
    this.account = account;
    this.terms = terms;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fileEnding() {
    return "json";
  }

  @Override
  public boolean oneAtATime() {
    return true;
  }

  @Override
  public Step step(Bytes digest, Bytes progress, Instant now) {
    try {
      long chain = node.chain();
      if (chain != terms.chain()) {
        return new Step.Fault(
            AnchorFault.OTHER_CHAIN, "it is chain " + chain + ", not " + terms.chain());
      }
      return progress.isEmpty()
          ? sign(digest, now)
          : follow(digest, EvmProgress.decode(progress), now);
    } catch (EvmException e) {
      return e.fault();
    }
  }

  private Step sign(Bytes digest, Instant now) throws EvmException {
    BigInteger price = node.gasPrice().max(BigInteger.ONE);
    if (price.compareTo(terms.mostGasPrice()) > 0) {
      return new Step.Fault(AnchorFault.TOO_DEAR, "gas is at " + price + " wei");
    }
    long nonce = node.transactions(account.address(), EvmNode.PENDING);
    Bytes raw = signed(digest, nonce, price);
    EvmProgress progress = new EvmProgress(nonce, List.of(raw), price, now);
    return new Step.Waiting(progress.encode(), Duration.ZERO, "signed");
  }

  private Bytes signed(Bytes digest, long nonce, BigInteger price) throws EvmException {
    BigInteger needed = node.gas(account.address(), digest);
    if (needed.compareTo(MAX_GAS) > 0) {
      throw new EvmException(AnchorFault.TOO_DEAR, "it takes " + needed + " gas");
    }
    return account.sign(terms.chain(), nonce, price, needed, digest);
  }

  private Step follow(Bytes digest, EvmProgress progress, Instant now) throws EvmException {
    for (Bytes raw : progress.signed()) {
      Optional<EvmNode.Receipt> receipt = node.receipt(EvmAccount.hash(raw));
      if (receipt.isPresent()) {
        return onChain(progress, raw, receipt.get());
      }
    }
    if (node.transactions(account.address(), EvmNode.LATEST) > progress.nonce()) {
      return replaced(progress);
    }
    boolean isOfAClockAhead = progress.at().isAfter(now.plus(OFFER_MORE_AFTER));
    if (isOfAClockAhead || !now.isBefore(progress.at().plus(OFFER_MORE_AFTER))) {
      Optional<Step> more = offerMore(digest, progress, now);
      if (more.isPresent()) {
        return more.get();
      }
    }
    return send(progress);
  }

  private Step onChain(EvmProgress progress, Bytes raw, EvmNode.Receipt receipt)
      throws EvmException {
    Optional<String> hash = node.blockHash(receipt.block());
    if (!hash.equals(Optional.of(receipt.blockHash()))) {
      return later(progress, "the chain has taken its block back");
    }
    long confirmations = node.head() - receipt.block() + 1;
    if (confirmations < terms.confirmations()) {
      return later(progress, confirmations + " of " + terms.confirmations() + " confirmations");
    }
    return new Step.Confirmed(
        proof(raw, receipt), "in block " + receipt.block() + " of chain " + terms.chain());
  }

  private static Step later(EvmProgress progress, String words) {
    return new Step.Waiting(progress.encode(), LOOK_AGAIN, words);
  }

  /** Only where that is as deep as a confirmed one would be may it be done with another nonce. */
  private Step replaced(EvmProgress progress) throws EvmException {
    long deep = node.head() - terms.confirmations() + 1;
    if (deep >= 0 && node.transactions(account.address(), EvmNode.block(deep)) > progress.nonce()) {
      return new Step.Waiting(
          Bytes.EMPTY, Duration.ZERO, "another transaction took its place, so it is made anew");
    }
    return later(progress, "another transaction has its place so far");
  }

  /** An eighth more, for nodes take no less for one with the nonce of another. */
  private Optional<Step> offerMore(Bytes digest, EvmProgress progress, Instant now)
      throws EvmException {
    BigInteger more = progress.price().add(progress.price().shiftRight(3)).add(BigInteger.ONE);
    BigInteger price = node.gasPrice().max(more);
    boolean isAllowed =
        price.compareTo(terms.mostGasPrice()) <= 0
            && progress.signed().size() < EvmProgress.MAX_SIGNED;
    if (!isAllowed) {
      return Optional.empty();
    }
    Bytes raw = signed(digest, progress.nonce(), price);
    return Optional.of(
        new Step.Waiting(
            progress.offering(raw, price, now).encode(),
            Duration.ZERO,
            "offers " + price + " wei for gas"));
  }

  private Step send(EvmProgress progress) throws EvmException {
    String hash = EvmAccount.hash(progress.last());
    try {
      node.send(progress.last());
      return later(progress, "sent as " + hash);
    } catch (EvmException e) {
      String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (HAS_IT.stream().anyMatch(said::contains)) {
        return later(progress, "sent as " + hash);
      }
      throw e;
    }
  }

  /** All by which the transaction is found again and seen to carry the digest. */
  private Bytes proof(Bytes raw, EvmNode.Receipt receipt) {
    ObjectNode proof = JsonNodeFactory.instance.objectNode();
    proof
        .put("chainId", terms.chain())
        .put("transactionHash", EvmAccount.hash(raw))
        .put("blockNumber", receipt.block())
        .put("blockHash", receipt.blockHash())
        .put("from", account.address())
        .put("rawTransaction", "0x" + raw.toHex());
    return Bytes.utf8(proof.toPrettyString() + "\n");
  }
}
