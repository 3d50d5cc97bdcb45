package io.vivim.libp2p.select;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The side of multistream-select that chooses: whoever was dialled, or had a stream opened to it.
 * Not for several threads at once.
 *
 * <p>It takes the first proposal that it speaks. It does not list what it speaks: {@code ls} is
 * optional, the peer learns the list from identify, and a stranger needs no list before it has
 * shown who it is.
 */
public final class Responder {
  /** How many proposals a peer may make, each in vain. */
  public static final int MAX_PROPOSALS = 64;

  private final Predicate<String> speaks;
  private int refused;
  private boolean headerSeen;
  private boolean over;

  private final MessageReader reader = new MessageReader();

  /**
   * @param speaks whether a protocol of this name, which a stranger chose, is spoken here
   */
  public Responder(Predicate<String> speaks) {
    this.speaks = speaks;
  }

  /**
   * Takes what came from the peer, up to the end of the negotiation; what the input then still
   * holds belongs to the protocol.
   */
  public List<SelectOutput> receive(ByteBuffer in) {
    List<SelectOutput> outputs = new ArrayList<>();
    try {
      while (!over) {
        Optional<String> message = reader.next(in);
        if (message.isEmpty()) {
          break;
        }
        outputs.addAll(answer(message.get()));
      }
    } catch (BadMessageException e) {
      over = true;
      outputs.add(new SelectOutput.Failed(e.error()));
    }
    return outputs;
  }

  private List<SelectOutput> answer(String message) throws BadMessageException {
    if (!headerSeen) {
      if (!message.equals(Message.HEADER)) {
        throw new BadMessageException(SelectError.NO_HEADER);
      }
      headerSeen = true;
      return List.of(new SelectOutput.Send(Message.encode(Message.HEADER)));
    }
    if (!Message.isReserved(message) && speaks.test(message)) {
      over = true;
      return List.of(
          new SelectOutput.Send(Message.encode(message)), new SelectOutput.Agreed(message));
    }
    refused++;
    if (refused > MAX_PROPOSALS) {
      throw new BadMessageException(SelectError.TOO_MANY_PROPOSALS);
    }
    return List.of(new SelectOutput.Send(Message.encode(Message.NOT_AVAILABLE)));
  }
}
