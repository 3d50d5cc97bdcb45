package io.vivim.eventlog;

import java.util.Locale;

/** Why a node does not take an event that may be good; a closed list. */
public enum Decline {
  /** The delivering peer has used up what it may have checked for now. */
  PEER_QUOTA("the delivering peer has used up its quota for now"),
  /** The signer has as many events here as one signer may have. */
  SIGNER_QUOTA("the signer has used up its quota"),
  /** The signer has as many removals here as one signer may have. */
  REMOVAL_QUOTA("the signer has used up its quota of removals"),
  /** The log is as large as it may get. */
  DISK_QUOTA("the log is as large as it may get"),
  /** The author is not one of those whose events are kept here. */
  UNKNOWN_AUTHOR("the author is not known here"),
  /** It would have to wait for its causes, and there is no room left to wait. */
  NO_ROOM_TO_WAIT("there is no room left for events that wait");

  private final String text;

  Decline(String text) {
    this.text = text;
  }

  /** The stable code, such as {@code signer-quota}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  /** Whether asking again soon cannot help, so that the event is remembered as declined. */
  boolean lasts() {
    return this == SIGNER_QUOTA || this == REMOVAL_QUOTA;
  }

  @Override
  public String toString() {
    return code();
  }
}
