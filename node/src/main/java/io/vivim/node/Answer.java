package io.vivim.node;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Refusal;
import io.vivim.codec.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/** What a command says to one input: one line for people, or one object for machines. */
interface Answer {
  /** The line, without its end. */
  String text();

  /** The same as an object, written as JSON. */
  IpldMap json();

  /** For people, what is bad about the input; nothing where all is good. */
  default Optional<String> complaint() {
    return Optional.empty();
  }

  /**
   * The input is bad.
   *
   * @param reason a stable code, such as {@code truncated}
   * @param offset of the byte in the input that begins what is wrong, where that is known
   * @param clause the reason in words
   */
  record Refused(String reason, OptionalLong offset, String clause) implements Answer {
    static Refused of(RefusedException e) {
      Refusal refusal = e.refusal();
      return new Refused(
          refusal.reason().code(), OptionalLong.of(refusal.offset()), refusal.reason().text());
    }

    static Refused of(UnreadableFileException e) {
      return new Refused(e.code(), OptionalLong.empty(), e.clause());
    }

    static Refused at(long offset, String reason, String clause) {
      return new Refused(reason, OptionalLong.of(offset), clause);
    }

    @Override
    public String text() {
      return "error " + place();
    }

    @Override
    public IpldMap json() {
      IpldMap.Builder json =
          IpldMap.builder().put("error", Ipld.of(reason)).put("message", Ipld.of(clause));
      offset.ifPresent(at -> json.put("offset", Ipld.of(at)));
      return json.build();
    }

    /** Such as {@code truncated at 5: the input ends inside an item}. */
    @Override
    public Optional<String> complaint() {
      return Optional.of(explained());
    }

    String explained() {
      return place() + ": " + clause;
    }

    private String place() {
      return offset.isPresent() ? reason + " at " + offset.getAsLong() : reason;
    }
  }
}
