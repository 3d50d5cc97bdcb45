package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import io.vivim.store.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Witnesses that keep a node waiting. */
final class WitnessingTest {
  private static final SigningKey KEY = SigningKey.generate();

  private static Store withABlock() {
    Store store = Stores.inMemory();
    OneBlock.in(store, KEY);
    return store;
  }

  private static Policy.Witness witness(String name, HttpServer server, String path) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
    return new Policy.Witness(
        NoteSigner.witness(name, SigningKey.generate()).verifier(), Optional.of(url));
  }

  @Test
  void aWitnessWhoseAnswerStallsDoesNotKeepTheNextOneFromBeingAsked()
      throws IOException, InterruptedException {
    CountDownLatch next = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/stalls/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(new byte[2]);
          exchange.getResponseBody().flush();
        });
    server.createContext(
        "/next/",
        exchange -> {
          next.countDown();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    Policy policy =
        Policy.of(1, List.of(witness("a", server, "/stalls"), witness("b", server, "/next")));
    try (Store store = withABlock();
        Witnessing witnessing =
            new Witnessing(
                store,
                store,
                new LogOrigin(KEY.did(), LogScope.PUBLIC),
                policy,
                Duration.ofMillis(500),
                fault -> {},
                alarm -> {})) {
      witnessing.wake();
      assertThat(next.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whyAWitnessDoesNotCosignIsToldOnceForEachChange() throws IOException, InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    AtomicInteger status = new AtomicInteger(404);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
          asked.add(status.get());
        });
    server.start();
    LogOrigin origin = new LogOrigin(KEY.did(), LogScope.PUBLIC);
    String name = "of " + origin.text() + " the witness a";
    try (Store store = withABlock();
        Witnessing witnessing =
            new Witnessing(
                store,
                store,
                origin,
                Policy.of(1, List.of(witness("a", server, "/"))),
                Duration.ofSeconds(10),
                fault -> {},
                lines::add)) {
      witnessing.wake();
      assertThat(lines.take()).isEqualTo(name + " does not cosign: it answers with status 404");
      for (int i = 0; i < 2; i++) {
        asked.clear();
        witnessing.wake();
        asked.take();
      }
      status.set(500);
      witnessing.wake();
      assertThat(lines.take()).isEqualTo(name + " does not cosign: it answers with status 500");
      assertThat(lines).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anErrorIsToldAndEndsNoRound() throws InterruptedException {
    BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    StoreView overflowing =
        new StoreView() {
          @Override
          public Optional<Bytes> get(Bytes key) {
            throw new StackOverflowError();
          }

          @Override
          public Scan scan(KeyRange range) {
            throw new StackOverflowError();
          }
        };
    try (Witnessing witnessing =
        new Witnessing(
            overflowing,
            (batch, durability) -> {},
            new LogOrigin(KEY.did(), LogScope.PUBLIC),
            Policy.of(0, List.of()),
            Duration.ofMillis(500),
            faults::add,
            alarm -> {})) {
      for (int round = 0; round < 2; round++) {
        witnessing.wake();
        assertThat(faults.take()).isInstanceOf(StackOverflowError.class);
      }
    }
  }
}
