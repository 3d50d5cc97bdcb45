package io.vivim.node.rpc;

import io.vivim.blockbuilder.note.Policy;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.eventlog.EventLog;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Search;
import io.vivim.statemachine.State;
import io.vivim.store.StoreView;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What of a node the methods work with.
 *
 * @param version of the program
 * @param store where the logs of blocks are
 * @param passphrase for keys that are made here; without one none are
 * @param builder who builds blocks here
 * @param witnesses that are asked to cosign the builder's public log
 * @param random for marks of pages
 * @param nanos a clock that never goes back
 * @param faults is told of what callers hear of as internal errors alone; by any thread
 */
public record RpcParts(
    String version,
    StoreView store,
    EventLog log,
    State state,
    EntityWriter writer,
    Search search,
    KeyStore keys,
    Optional<Passphrase> passphrase,
    Optional<DidKey> builder,
    Optional<Policy> witnesses,
    SecureRandom random,
    LongSupplier nanos,
    Consumer<Throwable> faults) {}
