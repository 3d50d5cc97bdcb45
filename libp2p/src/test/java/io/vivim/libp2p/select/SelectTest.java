package io.vivim.libp2p.select;

import static io.vivim.libp2p.select.SelectLaws.PING;
import static io.vivim.libp2p.select.SelectLaws.YAMUX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SelectTest {
  private static final Bytes HEADER = Bytes.fromHex("132f6d756c746973747265616d2f312e302e300a");
  private static final Bytes NA = Bytes.fromHex("036e610a");
  private static final Bytes LS = Bytes.fromHex("036c730a");

  private final Initiator initiator = new Initiator(List.of(YAMUX, PING));
  private final Responder responder = new Responder(Set.of(PING)::contains);

  private static ByteBuffer in(Bytes... parts) {
    return ByteBuffer.wrap(Bytes.concat(parts).toArray());
  }

  private static SelectOutput send(Bytes... parts) {
    return new SelectOutput.Send(Bytes.concat(parts));
  }

  private static SelectOutput failed(SelectError error) {
    return new SelectOutput.Failed(error);
  }

  @Test
  void theInitiatorSendsItsFirstProposalWithTheHeader() {
    assertThat(initiator.start()).isEqualTo(send(HEADER, Message.encode(YAMUX)));
  }

  @Test
  void theResponderAnswersTheHeaderAtOnce() {
    assertThat(responder.receive(in(HEADER.slice(0, HEADER.size() - 1)))).isEmpty();
    assertThat(responder.receive(in(HEADER.from(HEADER.size() - 1)))).containsExactly(send(HEADER));
  }

  @Test
  void theInitiatorGoesOnToItsNextProposal() {
    assertThat(initiator.receive(in(HEADER, NA))).containsExactly(send(Message.encode(PING)));
    assertThat(initiator.receive(in(Message.encode(PING))))
        .containsExactly(new SelectOutput.Agreed(PING));
  }

  @Test
  void theInitiatorGivesUpAfterItsLastProposal() {
    assertThat(initiator.receive(in(HEADER, NA, NA)))
        .containsExactly(send(Message.encode(PING)), failed(SelectError.NONE_AGREED));
  }

  @Test
  void theInitiatorTakesOnlyTheProposalThatIsOpenForAnAnswer() {
    assertThat(initiator.receive(in(HEADER, Message.encode(PING))))
        .containsExactly(failed(SelectError.BAD_ANSWER));
  }

  @Test
  void theResponderRefusesUntilItHearsWhatItSpeaks() {
    assertThat(responder.receive(in(HEADER, Message.encode(YAMUX), Message.encode("/no"))))
        .containsExactly(send(HEADER), send(NA), send(NA));
    assertThat(responder.receive(in(Message.encode(PING))))
        .containsExactly(send(Message.encode(PING)), new SelectOutput.Agreed(PING));
  }

  @Test
  void theResponderDoesNotListWhatItSpeaks() {
    Responder any = new Responder(protocol -> true);

    assertThat(any.receive(in(HEADER, LS, NA, HEADER)))
        .containsExactly(send(HEADER), send(NA), send(NA), send(NA));
  }

  @Test
  void theResponderLosesPatience() {
    responder.receive(in(HEADER));
    for (int i = 0; i < Responder.MAX_PROPOSALS; i++) {
      assertThat(responder.receive(in(Message.encode("/no/" + i)))).containsExactly(send(NA));
    }

    assertThat(responder.receive(in(Message.encode(PING), Bytes.utf8("rest"))))
        .last()
        .isEqualTo(new SelectOutput.Agreed(PING));
    Responder other = new Responder(Set.of(PING)::contains);
    other.receive(in(HEADER));
    for (int i = 0; i < Responder.MAX_PROPOSALS; i++) {
      other.receive(in(Message.encode("/no")));
    }
    assertThat(other.receive(in(Message.encode("/no"))))
        .containsExactly(failed(SelectError.TOO_MANY_PROPOSALS));
  }

  @Test
  void whatFollowsTheAgreementStaysInTheInput() {
    ByteBuffer toResponder = in(HEADER, Message.encode(PING), Bytes.utf8("optimistic"));
    responder.receive(toResponder);
    assertThat(toResponder.remaining()).isEqualTo("optimistic".length());
    assertThat(responder.receive(toResponder)).isEmpty();
    assertThat(toResponder.remaining()).isEqualTo("optimistic".length());

    ByteBuffer toInitiator = in(HEADER, Message.encode(YAMUX), Bytes.utf8("rest"));
    initiator.receive(toInitiator);
    assertThat(toInitiator.remaining()).isEqualTo("rest".length());
  }

  @Test
  void dataMayFollowAtOnceOnlyWhereThereIsNothingToFallBackOn() {
    assertThat(initiator.mayWriteAtOnce()).isFalse();
    assertThat(new Initiator(List.of(PING)).mayWriteAtOnce()).isTrue();
  }

  @Test
  void anotherFirstMessageAborts() {
    assertThat(initiator.receive(in(NA))).containsExactly(failed(SelectError.NO_HEADER));
    assertThat(responder.receive(in(Message.encode("/multistream/2.0.0"))))
        .containsExactly(failed(SelectError.NO_HEADER));
  }

  private static void assertRefused(Bytes message, SelectError error) {
    assertThat(new Responder(protocol -> true).receive(in(HEADER, message)))
        .containsExactly(send(HEADER), failed(error));
    assertThat(new Initiator(List.of(YAMUX)).receive(in(HEADER, message)))
        .containsExactly(failed(error));
  }

  @Test
  void badMessagesAreRefused() {
    assertRefused(Bytes.fromHex("00"), SelectError.BAD_LENGTH);
    assertRefused(Bytes.fromHex("8000"), SelectError.BAD_LENGTH);
    assertRefused(Bytes.fromHex("8300"), SelectError.BAD_LENGTH);
    assertRefused(Bytes.fromHex("036e6162"), SelectError.NOT_A_LINE);
    assertRefused(Bytes.fromHex("030a610a"), SelectError.NOT_A_LINE);
    assertRefused(Bytes.fromHex("03c3280a"), SelectError.NOT_TEXT);
  }

  @Test
  void theLengthIsJudgedBeforeTheMessageIsHere() {
    assertRefused(Bytes.fromHex("8108"), SelectError.TOO_LONG);
    assertRefused(Bytes.fromHex("8080"), SelectError.TOO_LONG);
    assertRefused(Bytes.fromHex("ffff"), SelectError.TOO_LONG);
  }

  @Test
  void theLongestMessageIsRead() {
    String longest = "/" + "a".repeat(Message.MAX_MESSAGE_BYTES - 2);
    Bytes message = Message.encode(longest);

    assertThat(message.slice(0, 2)).isEqualTo(Bytes.fromHex("8008"));
    assertThat(new Responder(longest::equals).receive(in(HEADER, message)))
        .containsExactly(send(HEADER), send(message), new SelectOutput.Agreed(longest));
  }

  @Test
  void namesThatNoMessageCanCarryAreNotProposed() {
    for (String name : List.of("", "na", "ls", "/a\n", Message.HEADER, "a".repeat(1024))) {
      assertThatThrownBy(() -> new Initiator(List.of(PING, name)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Initiator(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void anyInputEndsOnceAndTheSameHoweverItIsCut(
      @ForAll @Size(max = 60) byte[] tail, @ForAll boolean header) {
    Bytes bytes = Bytes.copyOf(tail);
    SelectLaws.anyInput(header ? Bytes.concat(HEADER, bytes) : bytes);
  }

  @Property
  void twoSidesAgreeOnTheFirstProposalThatIsSpoken(
      @ForAll @IntRange(min = 1, max = 12) int proposals,
      @ForAll @Size(max = 12) Set<@IntRange(min = 0, max = 11) Integer> spoken,
      @ForAll Random random) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < proposals; i++) {
      names.add("/p/" + i);
    }
    Collections.shuffle(names, random);
    Initiator left = new Initiator(names);
    Responder right = new Responder(name -> spoken.contains(Integer.parseInt(name.substring(3))));
    Line toRight = new Line(random);
    Line toLeft = new Line(random);
    toRight.add(List.of(left.start()));
    List<SelectOutput> atLeft = new ArrayList<>();
    List<SelectOutput> atRight = new ArrayList<>();
    while (!toLeft.isEmpty() || !toRight.isEmpty()) {
      if (random.nextBoolean()) {
        atRight.addAll(toLeft.add(right.receive(toRight.piece())));
      } else {
        atLeft.addAll(toRight.add(left.receive(toLeft.piece())));
      }
    }

    SelectOutput expected =
        names.stream()
            .filter(name -> spoken.contains(Integer.parseInt(name.substring(3))))
            .findFirst()
            .<SelectOutput>map(SelectOutput.Agreed::new)
            .orElse(failed(SelectError.NONE_AGREED));
    assertThat(atLeft).last().isEqualTo(expected);
    if (expected instanceof SelectOutput.Agreed) {
      assertThat(atRight).last().isEqualTo(expected);
    } else {
      assertThat(atRight).allMatch(SelectOutput.Send.class::isInstance);
    }
  }

  /** One direction of a channel that loses nothing and cuts anywhere. */
  private static final class Line {
    private final Random random;
    private final Deque<Byte> bytes = new ArrayDeque<>();

    Line(Random random) {
      this.random = random;
    }

    List<SelectOutput> add(List<SelectOutput> outputs) {
      for (SelectOutput output : outputs) {
        if (output instanceof SelectOutput.Send send) {
          for (byte b : send.bytes().toArray()) {
            bytes.add(b);
          }
        }
      }
      return outputs;
    }

    boolean isEmpty() {
      return bytes.isEmpty();
    }

    ByteBuffer piece() {
      byte[] piece = new byte[Math.min(bytes.size(), random.nextInt(8))];
      for (int i = 0; i < piece.length; i++) {
        piece[i] = bytes.remove();
      }
      return ByteBuffer.wrap(piece);
    }
  }
}
