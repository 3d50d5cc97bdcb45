package io.vivim.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivim.baseline.NodePackages;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer of js-libp2p in a process of its own, told what to do by the lines of peer.mjs. */
final class JsPeer implements AutoCloseable {
  private static final long MOST_SECONDS = 100;
  private static final long MOST_SECONDS_TO_END = 5;

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root"));

  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final Writer requests;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  /**
   * @param environment what the process gets beside ours
   */
  JsPeer(Meeting.Version version, Map<String, String> environment) throws IOException {
    Path folder = ROOT.resolve("interop/js");
    Path log = ROOT.resolve("interop/target/js-" + version.folder() + ".log");
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(NodePackages.command("peer.mjs", version.folder()))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    requests = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
    Thread reader = new Thread(this::readAnswers, "js-answers");
    reader.setDaemon(true);
    reader.start();
  }

  /** The packages that a version runs on. */
  static NodePackages packages(Meeting.Version version) {
    return new NodePackages(ROOT.resolve("interop/js/" + version.folder()));
  }

  private void readAnswers() {
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        take(json.readTree(line));
      }
    } catch (IOException e) {
      failAll(e);
    } finally {
      failAll(new IOException("the peer has ended"));
    }
  }

  private void take(JsonNode answer) {
    CompletableFuture<JsonNode> asked = waiting.remove(answer.path("id").intValue());
    if (asked == null) {
      return;
    }
    if (answer.has("error")) {
      asked.completeExceptionally(new JsFailure(answer.get("error").asText()));
    } else {
      asked.complete(answer.path("value"));
    }
  }

  private void failAll(IOException why) {
    waiting.values().forEach(each -> each.completeExceptionally(why));
  }

  /** What the peer says that went wrong. */
  static final class JsFailure extends Exception {
    private static final long serialVersionUID = 1L;

    JsFailure(String message) {
      super(message);
    }
  }

  /** Tells the peer to do something. */
  CompletableFuture<JsonNode> begin(String what, Map<String, ?> how) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    Map<String, Object> request = new HashMap<>(how);
    request.put("id", id);
    request.put("do", what);
    try {
      synchronized (requests) {
        requests.write(json.writeValueAsString(request) + "\n");
        requests.flush();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS);
  }

  /** Has the peer do something, and waits until it is done. */
  JsonNode ask(String what, Map<String, ?> how) {
    return begin(what, how).join();
  }

  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(MOST_SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
