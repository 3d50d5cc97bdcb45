package io.vivim.node.blocks;

import io.vivim.anchors.Http;
import io.vivim.blockbuilder.Cosigning;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.store.Commits;
import io.vivim.store.StoreView;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Asks witnesses to cosign the public log, in a thread of its own: after each block, and from time
 * to time those that did not. Of a circle's log nobody outside is told.
 *
 * <p>Closing it waits for no witness; what one signs later is asked for again after the next start.
 */
final class Witnessing implements AutoCloseable {
  /** After how long witnesses are asked again that did not cosign. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /** Until an answer begins, and once more until it has ended. */
  static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(10);

  private final LogOrigin origin;
  private final UntilClosed commits;
  private final Cosigning cosigning;
  private final Consumer<Throwable> faults;
  private final Consumer<String> lines;
  private final Duration answerTime;
  private final HttpClient client;

  /** Why each witness did not cosign last, by its name; of the thread alone. */
  private final Map<String, String> failures = new HashMap<>();

  private final AtomicBoolean isDue = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Witnessing::named);

  private final ScheduledFuture<?> again;

  /**
   * @param answerTime until an answer begins, and once more until it has ended
   * @param lines is told what a witness has cosigned and we have not, and who does not cosign and
   *     why; by any thread
   */
  Witnessing(
      StoreView store,
      Commits commits,
      LogOrigin origin,
      Policy policy,
      Duration answerTime,
      Consumer<Throwable> faults,
      Consumer<String> lines) {
    this.origin = origin;
    this.lines = lines;
    this.answerTime = answerTime;
    this.faults = faults;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(answerTime)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.commits = new UntilClosed(commits);
    this.cosigning =
        new Cosigning(
            new OwnLog(store, origin),
            origin,
            this.commits,
            policy,
            new NoteCheck(SignatureVerifier.create()),
            new WitnessDoubts(store, this.commits, doubt -> lines.accept(ForkAlarm.text(doubt))),
            this::post);
    this.again =
        thread.scheduleWithFixedDelay(
            this::ask, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "vivim-witnessing");
    thread.setDaemon(true);
    return thread;
  }

  /** There is a block; nobody waits for it. */
  void wake() {
    if (isDue.compareAndSet(false, true)) {
      try {
        thread.execute(this::ask);
      } catch (RejectedExecutionException e) {
        // It is closed; the next start asks again.
      }
    }
  }

  private void ask() {
    isDue.set(false);
    if (commits.isClosed()) {
      return;
    }
    try {
      cosigning.run().ifPresent(result -> tell(result.failures()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // What is thrown here would end the rounds for good.
      if (!commits.isClosed()) {
        faults.accept(e);
      }
    }
  }

  /** Says each change once: whoever runs the node mends it, or waits for who runs the witness. */
  private void tell(Map<String, String> now) {
    now.forEach(
        (name, why) -> {
          if (!why.equals(failures.put(name, why))) {
            lines.accept(line(name) + " does not cosign: " + why);
          }
        });
    failures.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .toList()
        .forEach(
            name -> {
              failures.remove(name);
              lines.accept(line(name) + " cosigns again");
            });
  }

  private String line(String witness) {
    return "of " + origin.text() + " the witness " + witness;
  }

  private Cosigning.Answer post(String url, Bytes body) throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(answerTime)
              .header("Content-Type", "text/plain; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray()))
              .build();
    } catch (IllegalArgumentException e) {
      throw new IOException("no address: " + url, e);
    }
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    byte[] answer = Http.read(response.body(), Cosigning.MAX_ANSWER_BYTES, answerTime);
    return new Cosigning.Answer(response.statusCode(), Bytes.owning(answer));
  }

  @Override
  public void close() {
    commits.close();
    again.cancel(false);
    thread.shutdown();
  }
}
