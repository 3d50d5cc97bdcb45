package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of the handshake XX (Noise, sections 5.3 and 7.5), whatever it carries. In its three
 * messages each side shows a key for this handshake alone and then, sealed, its static one:
 *
 * <pre>
 * dialler  -&gt; e               32 bytes                    | payload, in the clear
 * listener &lt;- e, ee, s, es    32 bytes | 32 and a tag     | payload and a tag
 * dialler  -&gt; s, se           32 bytes and a tag          | payload and a tag
 * </pre>
 */
final class XxState {
  /** A key that is shown, or a secret that is mixed in: of whose key and whose. */
  private enum Token {
    E,
    S,
    EE,
    ES,
    SE
  }

  private static final List<List<Token>> PATTERN =
      List.of(
          List.of(Token.E),
          List.of(Token.E, Token.EE, Token.S, Token.ES),
          List.of(Token.S, Token.SE));

  private final NoiseEngine engine;
  private final boolean dialler;
  private final SymmetricState symmetric;
  private final DhKeyPair ownStatic;
  private final Supplier<DhKeyPair> ephemeral;

  private @Nullable DhKeyPair ownEphemeral;
  private @Nullable Bytes theirEphemeral;
  private @Nullable Bytes theirStatic;

  /** How many messages were written and read. */
  private int messages;

  /**
   * @param ephemeral makes the key for this handshake, when it is needed
   */
  XxState(
      NoiseEngine engine,
      boolean dialler,
      Bytes prologue,
      DhKeyPair ownStatic,
      Supplier<DhKeyPair> ephemeral) {
    this.engine = engine;
    this.dialler = dialler;
    this.symmetric = new SymmetricState(engine, prologue);
    this.ownStatic = ownStatic;
    this.ephemeral = ephemeral;
  }

  /** The next message, which is ours to write. */
  Bytes write(Bytes payload) throws NoiseException {
    List<Bytes> parts = new ArrayList<>();
    for (Token token : next(true)) {
      switch (token) {
        case E -> {
          ownEphemeral = ephemeral.get();
          symmetric.mixHash(ownEphemeral.publicKey());
          parts.add(ownEphemeral.publicKey());
        }
        case S -> parts.add(symmetric.sealAndHash(ownStatic.publicKey()));
        case EE, ES, SE -> symmetric.mixKey(secret(token));
      }
    }
    parts.add(symmetric.sealAndHash(payload));
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  /** The payload of the next message, which is theirs. After a refusal this state is of no use. */
  Bytes read(Bytes message) throws NoiseException {
    int at = 0;
    for (Token token : next(false)) {
      switch (token) {
        case E -> {
          theirEphemeral = key(message, at, NoiseEngine.KEY_BYTES);
          at += theirEphemeral.size();
          symmetric.mixHash(theirEphemeral);
        }
        case S -> {
          Bytes sealed = key(message, at, NoiseEngine.KEY_BYTES + CipherState.TAG_BYTES);
          at += sealed.size();
          theirStatic = symmetric.openAndHash(sealed);
        }
        case EE, ES, SE -> symmetric.mixKey(secret(token));
      }
    }
    return symmetric.openAndHash(message.from(at));
  }

  /** How long the next message is with a payload of so many bytes. */
  int nextBytes(int payloadBytes) {
    int size = payloadBytes;
    for (Token token : PATTERN.get(messages)) {
      size +=
          switch (token) {
            case E -> NoiseEngine.KEY_BYTES;
            case S -> NoiseEngine.KEY_BYTES + CipherState.TAG_BYTES;
            case EE, ES, SE -> 0;
          };
    }
    return messages == 0 ? size : size + CipherState.TAG_BYTES;
  }

  private List<Token> next(boolean ours) {
    boolean dialersTurn = messages % 2 == 0;
    if (messages == PATTERN.size() || ours != (dialler == dialersTurn)) {
      throw new IllegalStateException("out of turn after " + messages + " messages");
    }
    return PATTERN.get(messages++);
  }

  private static Bytes key(Bytes message, int at, int size) throws NoiseException {
    if (message.size() - at < size) {
      throw new NoiseException(NoiseError.TRUNCATED);
    }
    return message.slice(at, at + size);
  }

  /** The first letter is the dialler's key. */
  private byte[] secret(Token token) throws NoiseException {
    boolean withOwnStatic = token == (dialler ? Token.SE : Token.ES);
    boolean withTheirStatic = token == (dialler ? Token.ES : Token.SE);
    DhKeyPair own = withOwnStatic ? ownStatic : ownEphemeral;
    Bytes theirs = withTheirStatic ? theirStatic : theirEphemeral;
    if (own == null || theirs == null) {
      throw new IllegalStateException("the pattern shows a key before it is used");
    }
    return engine.agree(own, theirs);
  }

  /** How many messages were written and read. */
  int messages() {
    return messages;
  }

  /** Their static key, once it was read. */
  Bytes theirStatic() {
    if (theirStatic == null) {
      throw new IllegalStateException("they have not shown it yet");
    }
    return theirStatic;
  }

  /** What we seal with after the handshake, then what they do. */
  CipherState[] split() {
    if (messages < PATTERN.size()) {
      throw new IllegalStateException("the handshake goes on");
    }
    CipherState[] keys = symmetric.split();
    return dialler ? keys : new CipherState[] {keys[1], keys[0]};
  }

  Bytes hash() {
    return symmetric.hash();
  }
}
