package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.eventlog.LogOptions;
import io.vivim.events.EventLimits;
import io.vivim.node.blocks.BlockFollower;
import io.vivim.node.blocks.BlockTelling;
import io.vivim.node.blocks.Building;
import io.vivim.node.blocks.KeyHome;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.Search;
import io.vivim.node.rpc.BearerToken;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.node.rpc.RpcParts;
import io.vivim.node.rpc.RpcServer;
import io.vivim.search.SearchOptions;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A running node: the one place where every part of it is made and put together, from the disk up,
 * and taken down again the other way round.
 */
final class Node implements AutoCloseable {
  private final Ledger ledger;
  private final BlockFollower blocks;
  private final Optional<BlockTelling> telling;
  private final RpcServer rpc;
  private final Path data;

  private Node(
      Ledger ledger,
      BlockFollower blocks,
      Optional<BlockTelling> telling,
      RpcServer rpc,
      Path data) {
    this.ledger = ledger;
    this.blocks = blocks;
    this.telling = telling;
    this.rpc = rpc;
    this.data = data;
  }

  /**
   * What a node is to be.
   *
   * @param data the folder of its store
   * @param engine of a new store; else h2
   * @param passphrase for keys that it makes; without one it makes none
   * @param building how it makes blocks; without it, it makes none
   */
  record Config(
      String version,
      Path data,
      Optional<Engine> engine,
      KeyStore keys,
      Optional<Passphrase> passphrase,
      Optional<Building> building,
      RpcOptions rpc) {}

  /** What of the machine a node may use: its two clocks and its randomness. */
  record Machine(InstantSource clock, LongSupplier nanos, SecureRandom random) {}

  /**
   * Starts a node; whatever fails, nothing of it stays open.
   *
   * @param faults is told of what callers hear of as internal errors alone; by any thread
   * @param alarms is told what whoever runs the node should know at once; by any thread
   * @throws StoreException where the store cannot be opened, such as by a second node
   * @throws IOException where the token cannot be read or the address cannot be listened on
   */
  static Node start(
      Config config, Machine machine, Consumer<Throwable> faults, Consumer<String> alarms)
      throws IOException {
    if (!Files.exists(config.data())) {
      // A node that cannot start leaves no new folder behind.
      config.rpc().listen().requireFree();
      Optional<KeyHome> home = config.building().flatMap(Building::home);
      if (home.isPresent()) {
        home.get().requireFolder(config.data());
      }
    }
    Store store = LogOption.storeIn(config.data(), config.engine());
    BlockFollower blocks = blockFollower(store, config, machine, faults, alarms);
    Ledger ledger =
        Ledger.openWithSearch(
            store,
            LogOptions.defaults(machine.clock()),
            blocks.listener(),
            config.data().resolve(Search.FOLDER),
            SearchOptions.defaults(machine.clock()),
            faults);
    try {
      Path tokenFile = config.data().resolve(BearerToken.FILE);
      EntityWriter writer = new EntityWriter(ledger, machine.clock(), () -> salt(machine.random()));
      BearerToken token = BearerToken.in(tokenFile, machine.random());
      RpcParts parts =
          new RpcParts(
              config.version(),
              store,
              ledger.log(),
              ledger.state(),
              writer,
              ledger.search().orElseThrow(),
              config.keys(),
              config.passphrase(),
              config.building().map(building -> building.key().did()),
              config.building().flatMap(Building::witnesses),
              machine.random(),
              machine.nanos(),
              faults);
      RpcServer rpc = RpcServer.start(config.rpc(), token, parts);
      try {
        RunningNode.announce(config.data(), rpc.address());
      } catch (IOException e) {
        rpc.close();
        throw e;
      }
      Optional<BlockTelling> telling =
          config
              .building()
              .map(
                  building ->
                      new BlockTelling(
                          store,
                          ledger,
                          writer,
                          building,
                          machine.clock(),
                          machine.random(),
                          faults,
                          alarms));
      blocks.start(ledger.log(), block -> telling.ifPresent(each -> each.built(block)));
      return new Node(ledger, blocks, telling, rpc, config.data());
    } catch (IOException | RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  private static Bytes salt(SecureRandom random) {
    byte[] salt = new byte[EventLimits.SALT_BYTES];
    random.nextBytes(salt);
    return Bytes.owning(salt);
  }

  private static BlockFollower blockFollower(
      Store store,
      Config config,
      Machine machine,
      Consumer<Throwable> faults,
      Consumer<String> alarms)
      throws IOException {
    try {
      LogOption.requireNodes(store, config.data());
      Optional<KeyHome> home = config.building().flatMap(Building::home);
      if (home.isPresent()) {
        DidKey key = home.get().key().did();
        home.get()
            .claim(store, config.data(), machine.random(), view -> KeyHome.hasBuilt(view, key));
      }
      return new BlockFollower(
          store, config.building(), machine.clock(), machine.nanos(), faults, alarms);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:8645}. */
  String address() {
    return rpc.address();
  }

  /** The id of its log, in hex. */
  String logId() {
    return ledger.log().head().log().toHex();
  }

  /** Where the token lies. */
  Path tokenFile() {
    return data.resolve(BearerToken.FILE);
  }

  /** Done, with the reason, when the node can go on no longer. */
  CompletionStage<Void> failure() {
    return ledger.log().failure();
  }

  /** Answers what is under way, takes no more, and closes the log and its store. */
  @Override
  public void close() {
    rpc.close();
    RunningNode.withdraw(data);
    blocks.close();
    telling.ifPresent(BlockTelling::close);
    ledger.close();
  }
}
