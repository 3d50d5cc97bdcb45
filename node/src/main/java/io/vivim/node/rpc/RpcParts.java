package io.vivim.node.rpc;

import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.eventlog.EventLog;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Search;
import io.vivim.statemachine.State;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What of a node the methods work with.
 *
 * @param version of the program
 * @param passphrase for keys that are made here; without one none are
 * @param random for marks of pages
 * @param nanos a clock that never goes back
 * @param faults is told of what callers hear of as internal errors alone; by any thread
 */
public record RpcParts(
    String version,
    EventLog log,
    State state,
    EntityWriter writer,
    Search search,
    KeyStore keys,
    Optional<Passphrase> passphrase,
    SecureRandom random,
    LongSupplier nanos,
    Consumer<Throwable> faults) {}
