package io.vivim.node.rpc;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vivim.blockbuilder.Witness;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** A witness by HTTP (C2SP tlog-witness): cosigns checkpoints, and shows what it cosigned last. */
public final class WitnessServer implements AutoCloseable {
  private static final String ADD = "/add-checkpoint";
  private static final Pattern LATEST = Pattern.compile("/[0-9a-f]{64}/checkpoint");

  /** Of a checkpoint that may be cached, as the specification lets a witness be late. */
  private static final String SOON_OLD = "public, max-age=5";

  private final Witness witness;
  private final Consumer<Throwable> faults;
  private final HttpFront front;

  private WitnessServer(
      RpcOptions options, Witness witness, LongSupplier nanos, Consumer<Throwable> faults)
      throws IOException {
    this.witness = witness;
    this.faults = faults;
    List<HeadRule> rules =
        List.of(
            new HeadRule(
                ADD::equals, Set.of("POST"), SignedNote.MAX_NOTE_BYTES, head -> Optional.empty()),
            new HeadRule(
                path -> LATEST.matcher(path).matches(),
                Set.of("GET", "HEAD"),
                0,
                head -> Optional.empty()));
    this.front = new HttpFront(options, rules, nanos, this::route);
  }

  /**
   * Begins to listen.
   *
   * @param faults is told of what callers hear of as a fault alone; by any thread
   * @throws IOException where that is not possible there
   */
  public static WitnessServer start(
      RpcOptions options, Witness witness, LongSupplier nanos, Consumer<Throwable> faults)
      throws IOException {
    return new WitnessServer(options, witness, nanos, faults);
  }

  /** Where it listens, such as {@code http://127.0.0.1:8646}. */
  public String address() {
    return front.address();
  }

  private void route(RoutesConfig routes) {
    routes.post(ADD, exchange -> answer(exchange, this::added));
    routes.get("/{log}/checkpoint", exchange -> answer(exchange, this::latest));
    routes.head("/{log}/checkpoint", exchange -> answer(exchange, this::latest));
  }

  /** What is made of a request. */
  private interface Work {
    HttpPage of(Context exchange);
  }

  private void answer(Context exchange, Work work) {
    try {
      work.of(exchange).write(exchange);
    } catch (RuntimeException e) {
      faults.accept(e);
      HttpPage.FAULT.write(exchange);
    }
  }

  private HttpPage added(Context exchange) {
    Witness.Answer answer = witness.add(Bytes.owning(exchange.bodyAsBytes()));
    return new HttpPage(
        answer.status().code(),
        answer.status().mediaType(),
        HttpPage.NOT_KEPT,
        Bytes.utf8(answer.body()));
  }

  private HttpPage latest(Context exchange) {
    return witness
        .latest(Bytes.fromHex(exchange.pathParam("log")))
        .map(note -> HttpPage.of(HttpPage.TEXT, SOON_OLD, note))
        .orElse(HttpPage.NONE);
  }

  /** Takes no more, answers what is under way, and stops. */
  @Override
  public void close() {
    front.close();
  }
}
