package io.vivim.libp2p.link;

import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/**
 * Follows one connection from before anything is spent on it until it is gone, and may say at each
 * step that it goes no further. Called on event loops, and never for long.
 */
public interface Passage {
  /** Lets everything pass. */
  Passage FREE = new Passage() {};

  /** The peer has proven who it is: why it may go no further, or nothing. */
  default Optional<String> proven(PeerId peer) {
    return Optional.empty();
  }

  /** The connection became a link. */
  default void linked() {}

  /** The connection becomes no link, or there was no connection. */
  default void failed(UpgradeException why) {}

  /** Whether so many bytes more may wait on this side, to be read or to go out. */
  default boolean holds(long bytes) {
    return true;
  }

  /** So many bytes, of those that were granted, wait no more. */
  default void lets(long bytes) {}

  /**
   * Whether so many bytes that came whole may wait to be read, even once there is no connection.
   */
  default boolean outlasts(long bytes) {
    return true;
  }

  /** So many bytes, of those that were to outlast the connection, wait no more. */
  default void outlasted(long bytes) {}

  /**
   * There is no connection any more; only what outlasts it comes later. More than once where
   * unclear.
   */
  default void gone() {}
}
