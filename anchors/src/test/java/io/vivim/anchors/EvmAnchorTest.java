package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;

class EvmAnchorTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Bytes DIGEST = Multihash.sha256(Bytes.utf8("a checkpoint")).digest();
  private static final int CONFIRMATIONS = 3;
  private static final BigInteger MOST = BigInteger.valueOf(2000);

  private final EvmAccount account = EvmAccount.parse("0x" + "11".repeat(32)).orElseThrow();
  private final ChainByScript chain;
  private final EvmAnchor anchor;

  EvmAnchorTest() throws IOException {
    chain = new ChainByScript();
    anchor = anchor(chain.place());
  }

  private EvmAnchor anchor(URI place) {
    return new EvmAnchor(
        "evm", place, account, new EvmAnchor.Terms(31337, CONFIRMATIONS, MOST), new Http());
  }

  @AfterEach
  void close() {
    chain.close();
  }

  private static Bytes waits(Step step) {
    assertThat(step).isInstanceOf(Step.Waiting.class);
    return ((Step.Waiting) step).progress();
  }

  private static String words(Step step) {
    assertThat(step).isInstanceOf(Step.Waiting.class);
    return ((Step.Waiting) step).words();
  }

  private static void assertFault(Step step, AnchorFault reason) {
    assertThat(step).isInstanceOf(Step.Fault.class);
    assertThat(((Step.Fault) step).reason()).as(step.toString()).isEqualTo(reason);
  }

  private Bytes signed() {
    return waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
  }

  private static RawTransaction decoded(Bytes raw) {
    return TransactionDecoder.decode("0x" + raw.toHex());
  }

  @Test
  void theDigestIsTheDataOfATransactionToOneself() throws Exception {
    EvmProgress progress = EvmProgress.decode(signed());
    SignedRawTransaction transaction = (SignedRawTransaction) decoded(progress.last());
    assertThat(transaction.getData()).isEqualTo(DIGEST.toHex());
    assertThat(transaction.getTo()).isEqualTo(account.address());
    assertThat(transaction.getFrom()).isEqualTo(account.address());
    assertThat(transaction.getValue()).isZero();
    assertThat(transaction.getChainId()).isEqualTo(31337);
    assertThat(transaction.getNonce()).isEqualTo(7);
    assertThat(transaction.getGasPrice()).isEqualTo(1000);
    assertThat(transaction.getGasLimit()).isEqualTo(0x5500);
  }

  @Test
  void nothingIsSentBeforeItIsDurableAndThenTheSameAgainAndAgain() {
    Bytes progress = signed();
    assertThat(chain.sent()).isEmpty();
    Step sent = anchor.step(DIGEST, progress, NOW);
    assertThat(waits(sent)).isEqualTo(progress);
    anchor.step(DIGEST, progress, NOW);
    String raw = "0x" + EvmProgress.decode(progress).last().toHex();
    assertThat(chain.sent()).containsExactly(raw, raw);
    assertThat(words(sent)).startsWith("sent as 0x");
  }

  @Test
  void itIsConfirmedWithSoManyBlocksAndNotOneFewer() {
    Bytes progress = signed();
    String hash = EvmAccount.hash(EvmProgress.decode(progress).last());
    chain.mined(hash, 0x63);
    assertThat(words(anchor.step(DIGEST, progress, NOW))).isEqualTo("2 of 3 confirmations");
    chain.mined(hash, 0x62);
    Step step = anchor.step(DIGEST, progress, NOW);
    assertThat(step).isInstanceOf(Step.Confirmed.class);
    Step.Confirmed confirmed = (Step.Confirmed) step;
    assertThat(confirmed.words()).isEqualTo("in block 98 of chain 31337");
    String raw = EvmProgress.decode(progress).last().toHex();
    assertThat(new String(confirmed.proof().toArray(), StandardCharsets.UTF_8))
        .contains(hash, raw, "31337", "98", "0xaa");
    assertThat(raw).contains(DIGEST.toHex());
  }

  @Test
  void aBlockThatTheChainHasTakenBackConfirmsNothing() {
    Bytes progress = signed();
    chain.mined(EvmAccount.hash(EvmProgress.decode(progress).last()), 0x10);
    chain.result("eth_getBlockByNumber", "{\"hash\":\"0xbb\"}");
    assertThat(words(anchor.step(DIGEST, progress, NOW))).contains("taken its block back");
    chain.result("eth_getBlockByNumber", "null");
    assertThat(words(anchor.step(DIGEST, progress, NOW))).contains("taken its block back");
  }

  @Test
  void aReceiptOfSomethingElseConfirmsNothing() {
    Bytes progress = signed();
    chain.mined("0x" + "ab".repeat(32), 0x10);
    assertFault(anchor.step(DIGEST, progress, NOW), AnchorFault.BAD_ANSWER);
  }

  @Test
  void moreIsOfferedAfterAWhileWithTheSameNonceAndNeverTooMuch() {
    Bytes progress = signed();
    Instant now = NOW;
    BigInteger last = BigInteger.valueOf(1000);
    for (int i = 0; i < 5; i++) {
      assertThat(waits(anchor.step(DIGEST, progress, now.plus(Duration.ofMinutes(9)))))
          .isEqualTo(progress);
      now = now.plus(EvmAnchor.OFFER_MORE_AFTER);
      progress = waits(anchor.step(DIGEST, progress, now));
      EvmProgress after = EvmProgress.decode(progress);
      assertThat(after.signed()).hasSize(i + 2);
      RawTransaction transaction = decoded(after.last());
      assertThat(transaction.getNonce()).isEqualTo(7);
      assertThat(transaction.getGasPrice())
          .isEqualTo(last.add(last.shiftRight(3)).add(BigInteger.ONE));
      last = transaction.getGasPrice();
    }
    now = now.plus(EvmAnchor.OFFER_MORE_AFTER);
    assertThat(waits(anchor.step(DIGEST, progress, now)))
        .as("2000 is the most")
        .isEqualTo(progress);
    for (Bytes each : EvmProgress.decode(progress).signed()) {
      chain.mined(EvmAccount.hash(each), 0x10);
    }
    assertThat(EvmProgress.decode(progress).signed()).hasSize(6);
  }

  @Test
  void moreIsOfferedForWhatAClockAheadOfferedOnceTheClockIsRight() {
    Bytes progress = signed();
    Instant before = NOW.minus(EvmAnchor.OFFER_MORE_AFTER);
    assertThat(waits(anchor.step(DIGEST, progress, before))).isEqualTo(progress);
    Bytes more = waits(anchor.step(DIGEST, progress, before.minusMillis(1)));
    assertThat(EvmProgress.decode(more).signed()).hasSize(2);
    assertThat(waits(anchor.step(DIGEST, more, before))).isEqualTo(more);
  }

  @Test
  void whatTookTheNonceHasToBeAsDeepAsAConfirmedOne() {
    Bytes progress = signed();
    chain.result("eth_getTransactionCount", "\"0x8\"");
    chain.result("eth_blockNumber", "\"0x1\"");
    assertThat(words(anchor.step(DIGEST, progress, NOW))).contains("so far");
    chain.result("eth_blockNumber", "\"0x2\"");
    Step anew = anchor.step(DIGEST, progress, NOW);
    assertThat(waits(anew)).isEqualTo(Bytes.EMPTY);
    EvmProgress next = EvmProgress.decode(waits(anchor.step(DIGEST, waits(anew), NOW)));
    assertThat(next.nonce()).isEqualTo(8);
  }

  @Test
  void aNodeThatHasTheTransactionIsAsGoodAsOneThatTakesIt() {
    Bytes progress = signed();
    for (String words :
        new String[] {"already known", "Transaction already imported", "nonce too low"}) {
      chain.error("eth_sendRawTransaction", words);
      assertThat(waits(anchor.step(DIGEST, progress, NOW))).isEqualTo(progress);
    }
    chain.error("eth_sendRawTransaction", "insufficient funds for gas * price + value");
    assertFault(anchor.step(DIGEST, progress, NOW), AnchorFault.NO_FUNDS);
    chain.error("eth_sendRawTransaction", "no");
    assertFault(anchor.step(DIGEST, progress, NOW), AnchorFault.REFUSED);
  }

  @Test
  void onAnotherChainNothingIsSigned() {
    chain.result("eth_chainId", "\"0x1\"");
    assertFault(anchor.step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.OTHER_CHAIN);
  }

  @Test
  void whatCostsTooMuchIsNotSigned() {
    chain.result("eth_gasPrice", "\"0x7d1\"");
    assertFault(anchor.step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.TOO_DEAR);
    chain.result("eth_gasPrice", "\"0x7d0\"");
    signed();
    chain.result("eth_estimateGas", "\"0x186a1\"");
    assertFault(anchor.step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.TOO_DEAR);
  }

  @Test
  void whatIsNoAnswerIsAReasonAndNeverAnException() {
    for (String junk :
        new String[] {
          "",
          "[",
          "null",
          "[]",
          "{}",
          "{\"result\":7}",
          "{\"result\":\"7\"}",
          "{\"result\":\"0x\"}",
          "{\"result\":\"0xffffffffffffffffffffff\"}",
          "{\"result\":{}}",
          "x".repeat(300_000)
        }) {
      chain.answer("eth_chainId", junk);
      Step step = anchor.step(DIGEST, Bytes.EMPTY, NOW);
      assertThat(step).isInstanceOf(Step.Fault.class);
      assertThat(((Step.Fault) step).reason())
          .isIn(AnchorFault.BAD_ANSWER, AnchorFault.UNREACHABLE);
    }
    URI gone = chain.place();
    chain.close();
    assertFault(anchor(gone).step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.UNREACHABLE);
  }

  @Test
  void aKeyIsThirtyTwoBytesOfTheCurve() {
    assertThat(EvmAccount.parse("0x" + "0".repeat(63) + "1").orElseThrow().address())
        .isEqualTo("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    assertThat(EvmAccount.parse(" " + "0".repeat(63) + "1\n")).isPresent();
    assertThat(EvmAccount.parse("0".repeat(64))).isEmpty();
    assertThat(EvmAccount.parse("f".repeat(64))).isEmpty();
    assertThat(EvmAccount.parse("1".repeat(63))).isEmpty();
    assertThat(EvmAccount.parse("x".repeat(64))).isEmpty();
  }
}
