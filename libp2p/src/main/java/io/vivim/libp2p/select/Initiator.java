package io.vivim.libp2p.select;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The side of multistream-select that proposes: whoever dialled the connection or opened the
 * stream. Not for several threads at once.
 *
 * <p>It proposes its protocols one after the other until the peer takes one. Where there is only
 * one, data may follow {@link #start} at once, without waiting for the answer ({@link
 * #mayWriteAtOnce()}); should the peer refuse, the negotiation fails and the data was for nothing.
 */
public final class Initiator {
  private final List<String> proposals;

  /** Which proposal waits for its answer. */
  private int proposed;

  private boolean headerSeen;
  private boolean over;

  private final MessageReader reader = new MessageReader();

  /**
   * @param protocols what to propose, the dearest first
   */
  public Initiator(List<String> protocols) {
    this.proposals = checked(protocols);
  }

  /**
   * Protocols that can be proposed.
   *
   * @throws IllegalArgumentException where there is none, where no message can carry the name of
   *     one, or where it means something else
   */
  public static List<String> checked(List<String> protocols) {
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException("nothing to propose");
    }
    protocols.forEach(Message::checkedName);
    return List.copyOf(protocols);
  }

  /** What goes out first: the header with the first proposal right behind it. To be called once. */
  public SelectOutput.Send start() {
    return new SelectOutput.Send(
        Bytes.concat(Message.encode(Message.HEADER), Message.encode(proposals.get(0))));
  }

  /**
   * Whether data of the protocol may follow before it is agreed: there is nothing to fall back on.
   */
  public boolean mayWriteAtOnce() {
    return proposals.size() == 1;
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
      return List.of();
    }
    String proposal = proposals.get(proposed);
    if (message.equals(proposal)) {
      over = true;
      return List.of(new SelectOutput.Agreed(proposal));
    }
    if (!message.equals(Message.NOT_AVAILABLE)) {
      throw new BadMessageException(SelectError.BAD_ANSWER);
    }
    proposed++;
    if (proposed == proposals.size()) {
      throw new BadMessageException(SelectError.NONE_AGREED);
    }
    return List.of(new SelectOutput.Send(Message.encode(proposals.get(proposed))));
  }
}
