package io.vivim.node;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.CheapKeys;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.store.Engine;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A folder with data and keys of a test, and someone whose events go into it. */
final class DataFolder {
  static final long START_MILLIS = 1_700_000_000_000L;
  private static final String KEY = "home";
  private static final String PASSPHRASE = "tea";

  final Path data;
  final SigningKey key;
  private final Path keys;
  private @Nullable EventFacts tip;
  private long millis = START_MILLIS;

  DataFolder(Path folder) {
    this(folder, SigningKey.generate());
  }

  DataFolder(Path folder, SigningKey key) {
    this.key = key;
    data = folder.resolve("data");
    keys = folder.resolve("keys");
  }

  /** Keeps the key under the name {@code home}. */
  void keepKey() throws Exception {
    keep(KEY, key);
  }

  /** Keeps another one's. */
  void keep(String name, SigningKey other) throws Exception {
    CheapKeys.at(keys)
        .add(name, other, Passphrase.of(PASSPHRASE.toCharArray(), InsecureSecretKeyAccess.get()));
  }

  /** The author's next event, a memory with this text. */
  DecodedEvent memory(String text) {
    return next(builder("memory:create", text).tag("topic", text));
  }

  /** The author's next event, after another one of the same entity. */
  DecodedEvent update(DecodedEvent head, String text) {
    return next(
        builder("memory:update", text).entity(head.entity()).heads(List.of(EventFacts.of(head))));
  }

  DecodedEvent local(String text) {
    return builder("memory:create", text)
        .scope(Scope.LOCAL)
        .timestamp(Timestamp.of(millis++, 0))
        .sign(key);
  }

  private static EventBuilder builder(String type, String text) {
    return EventBuilder.of(EventType.named(type), Bytes.copyOf(new byte[16]))
        .body(
            IpldMap.builder()
                .put("set", IpldMap.builder().put("text", Ipld.of(text)).build())
                .build());
  }

  private DecodedEvent next(EventBuilder builder) {
    EventFacts last = tip;
    if (last != null) {
      builder.after(last.seq(), last.id());
    }
    DecodedEvent event = builder.timestamp(Timestamp.of(millis++, 0)).sign(key);
    tip = EventFacts.of(event);
    return event;
  }

  EventLog log() {
    return EventLog.open(
        Stores.open(data, Engine.H2, StoreOptions.DEFAULT),
        LogOptions.defaults(InstantSource.system()),
        LogListener.NONE);
  }

  /** Puts events into the log. */
  void hold(DecodedEvent... events) throws Exception {
    try (EventLog log = log()) {
      List<CompletableFuture<Outcome>> answers = new ArrayList<>();
      for (DecodedEvent event : events) {
        answers.add(log.submit(event.raw(), Source.LOCAL).toCompletableFuture());
      }
      for (var answer : answers) {
        if (!(answer.get() instanceof Outcome.Accepted)) {
          throw new AssertionError(answer.get());
        }
      }
    }
  }

  /** Runs a command on this folder. */
  Terminal.Outcome run(String... arguments) {
    return runOn(InputStream.nullInputStream(), arguments);
  }

  Terminal.Outcome runOn(InputStream input, String... arguments) {
    Map<String, String> variables =
        Map.of(
            "VIVIM_DATA", data.toString(),
            "VIVIM_KEYS", keys.toString(),
            "VIVIM_PASSPHRASE", PASSPHRASE);
    return Terminal.runIn(Terminal.quietSurroundings(variables), input, arguments);
  }
}
