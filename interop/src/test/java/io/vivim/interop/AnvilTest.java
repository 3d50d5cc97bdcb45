package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivim.anchors.AnchorFault;
import io.vivim.anchors.EvmAccount;
import io.vivim.anchors.EvmAnchor;
import io.vivim.anchors.Http;
import io.vivim.anchors.Step;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anchoring on a chain that we did not write, with all that a chain does to a transaction. */
class AnvilTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Bytes DIGEST = Multihash.sha256(Bytes.utf8("a checkpoint")).digest();
  private static final int CONFIRMATIONS = 3;
  private static final BigInteger MOST = BigInteger.TEN.pow(12);

  private Anvil chain;
  private EvmAccount account;
  private EvmAnchor anchor;

  @BeforeEach
  void start() throws Exception {
    chain = new Anvil();
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    account = EvmAccount.parse(Bytes.owning(key).toHex()).orElseThrow();
    chain.makeRich(account.address());
    anchor = anchor(chain.place(), Anvil.CHAIN);
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  private EvmAnchor anchor(URI place, long number) {
    return new EvmAnchor(
        "evm", place, account, new EvmAnchor.Terms(number, CONFIRMATIONS, MOST), new Http());
  }

  private static Bytes waits(Step step, String words) {
    assertThat(step).as(step.toString()).isInstanceOf(Step.Waiting.class);
    assertThat(((Step.Waiting) step).words()).contains(words);
    return ((Step.Waiting) step).progress();
  }

  private Bytes signed() {
    return waits(anchor.step(DIGEST, Bytes.EMPTY, NOW), "signed");
  }

  private Bytes sent(Bytes progress) {
    return waits(anchor.step(DIGEST, progress, NOW), "sent as 0x");
  }

  private static void assertFault(Step step, AnchorFault reason) {
    assertThat(step).isInstanceOf(Step.Fault.class);
    assertThat(((Step.Fault) step).reason()).as(step.toString()).isEqualTo(reason);
  }

  /** That a proof names a transaction of ours on the chain whose data is the digest. */
  private JsonNode assertOnChain(Step step) throws Exception {
    assertThat(step).as(step.toString()).isInstanceOf(Step.Confirmed.class);
    JsonNode proof = new ObjectMapper().readTree(((Step.Confirmed) step).proof().toArray());
    JsonNode found = chain.ask("eth_getTransactionByHash", proof.get("transactionHash").asText());
    assertThat(found.get("input").asText()).isEqualTo("0x" + DIGEST.toHex());
    assertThat(found.get("from").asText()).isEqualTo(account.address());
    assertThat(found.get("blockHash").asText()).isEqualTo(proof.get("blockHash").asText());
    assertThat(proof.get("chainId").asLong()).isEqualTo(Anvil.CHAIN);
    return found;
  }

  private String transactionsMade() throws Exception {
    return chain.ask("eth_getTransactionCount", account.address(), "latest").asText();
  }

  @Test
  void itIsConfirmedOnceSoManyBlocksStandOnIt() throws Exception {
    Bytes progress = sent(signed());
    chain.mine(1);
    waits(anchor.step(DIGEST, progress, NOW), "1 of 3 confirmations");
    chain.mine(1);
    waits(anchor.step(DIGEST, progress, NOW), "2 of 3 confirmations");
    chain.mine(1);
    assertOnChain(anchor.step(DIGEST, progress, NOW));
  }

  @Test
  void whatACrashMakesItSendAgainIsPaidOnce() throws Exception {
    Bytes progress = sent(signed());
    sent(progress);
    chain.mine(1);
    waits(anchor.step(DIGEST, progress, NOW), "1 of 3");
    chain.mine(CONFIRMATIONS);
    assertOnChain(anchor.step(DIGEST, progress, NOW));
    assertThat(transactionsMade()).isEqualTo("0x1");
  }

  @Test
  void whatTheChainTakesBackIsSentAgain() throws Exception {
    JsonNode before = chain.ask("evm_snapshot");
    Bytes progress = sent(signed());
    chain.mine(2);
    waits(anchor.step(DIGEST, progress, NOW), "2 of 3 confirmations");
    assertThat(chain.ask("evm_revert", before.asText()).asBoolean()).isTrue();
    chain.makeRich(account.address());
    chain.mine(5);
    assertThat(transactionsMade()).isEqualTo("0x0");
    sent(progress);
    chain.mine(CONFIRMATIONS);
    assertOnChain(anchor.step(DIGEST, progress, NOW));
    assertThat(transactionsMade()).isEqualTo("0x1");
  }

  @Test
  void aReorganisedBlockDoesNotCountUntilItIsDeepAgain() throws Exception {
    chain.mine(3);
    Bytes progress = sent(signed());
    chain.mine(2);
    waits(anchor.step(DIGEST, progress, NOW), "2 of 3 confirmations");
    chain.ask("anvil_reorg", 2, new Object[0]);
    Step step = anchor.step(DIGEST, progress, NOW);
    assertThat(step).isInstanceOf(Step.Waiting.class);
    chain.mine(CONFIRMATIONS);
    assertOnChain(anchor.step(DIGEST, progress, NOW));
    assertThat(transactionsMade()).isEqualTo("0x1");
  }

  @Test
  void anotherTransactionThatTakesItsPlaceMakesItAnewOnceThatIsSettled() throws Exception {
    Bytes progress = sent(signed());
    chain.ask("anvil_impersonateAccount", account.address());
    chain.ask(
        "eth_sendTransaction",
        Map.of(
            "from",
            account.address(),
            "to",
            account.address(),
            "value",
            "0x1",
            "nonce",
            "0x0",
            "gasPrice",
            "0x" + BigInteger.TEN.pow(11).toString(16)));
    chain.mine(1);
    waits(anchor.step(DIGEST, progress, NOW), "so far");
    chain.mine(CONFIRMATIONS);
    Bytes anew = waits(anchor.step(DIGEST, progress, NOW), "made anew");
    Bytes second = sent(waits(anchor.step(DIGEST, anew, NOW), "signed"));
    chain.mine(CONFIRMATIONS);
    JsonNode found = assertOnChain(anchor.step(DIGEST, second, NOW));
    assertThat(found.get("nonce").asText()).isEqualTo("0x1");
  }

  @Test
  void oneThatNobodyTakesIsOfferedForMoreInTheSamePlace() throws Exception {
    Bytes progress = sent(signed());
    Instant later = NOW.plus(Duration.ofMinutes(10));
    Bytes more = waits(anchor.step(DIGEST, progress, later), "offers");
    waits(anchor.step(DIGEST, more, later), "sent as 0x");
    chain.mine(CONFIRMATIONS);
    JsonNode found = assertOnChain(anchor.step(DIGEST, more, later));
    assertThat(transactionsMade()).isEqualTo("0x1");
    JsonNode first = chain.ask("eth_getBlockByNumber", found.get("blockNumber").asText(), true);
    assertThat(first.get("transactions")).hasSize(1);
  }

  @Test
  void whoCannotPayIsToldSo() throws Exception {
    chain.ask("anvil_setBalance", account.address(), "0x1");
    Step step = anchor.step(DIGEST, Bytes.EMPTY, NOW);
    if (step instanceof Step.Waiting waiting) {
      step = anchor.step(DIGEST, waiting.progress(), NOW);
    }
    assertFault(step, AnchorFault.NO_FUNDS);
  }

  @Test
  void onAnotherChainNothingIsDone() {
    assertFault(anchor(chain.place(), 1).step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.OTHER_CHAIN);
  }

  @Test
  void aNodeThatIsDownIsWaitedFor() throws Exception {
    Bytes progress = signed();
    URI place = chain.place();
    chain.close();
    assertFault(anchor.step(DIGEST, progress, NOW), AnchorFault.UNREACHABLE);
    chain = new Anvil(place.getPort());
    chain.makeRich(account.address());
    sent(progress);
    chain.mine(CONFIRMATIONS);
    assertOnChain(anchor.step(DIGEST, progress, NOW));
  }
}
