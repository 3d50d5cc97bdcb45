package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadRecord;
import io.vivim.libp2p.kad.store.Providers;
import io.vivim.libp2p.kad.store.Records;
import io.vivim.libp2p.kad.store.Validators;
import io.vivim.libp2p.kad.table.RoutingTable;
import io.vivim.libp2p.peer.PeerId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What the parts of a router share: whom it knows, what it holds, and the time. */
final class RouterState {
  /** RFC 3339, with as many digits as others write. */
  private static final DateTimeFormatter RECEIVED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  final PeerId self;
  final KadParams params;
  final Validators validators;
  final Records records;
  final Providers providers;
  final PeerFacts facts;
  final RandomGenerator random;
  final RoutingTable table;
  private final InstantSource clock;
  private List<Output> outputs = new ArrayList<>();

  /** Of the input that is being handled, in nanoseconds. */
  long now;

  RouterState(
      PeerId self,
      RouterParts settings,
      PeerFacts facts,
      InstantSource clock,
      RandomGenerator random) {
    this.self = self;
    this.params = settings.params();
    this.validators = settings.validators();
    this.records = settings.records();
    this.providers = settings.providers();
    this.facts = facts;
    this.clock = clock;
    this.random = random;
    this.table = new RoutingTable(self, params.table());
  }

  /** The time of day. */
  Instant today() {
    return clock.instant();
  }

  /** A value as it is told to others. */
  KadRecord record(Bytes key, Bytes value, Instant received) {
    return new KadRecord(key, value, RECEIVED.format(received));
  }

  void add(Output output) {
    outputs.add(output);
  }

  /** What comes of an input; there is nothing of it again. */
  List<Output> take() {
    List<Output> taken = outputs;
    outputs = new ArrayList<>();
    return taken;
  }
}
