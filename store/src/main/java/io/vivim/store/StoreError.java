package io.vivim.store;

import java.util.Locale;

/** Why a store cannot be opened or used; a closed list. */
public enum StoreError {
  /** The disk, or the share of it that the process may use, is full. */
  DISK_FULL,
  /** The directory or a file in it cannot be written to. */
  READ_ONLY,
  /** Another process, or another part of this one, has the store open. */
  IN_USE,
  /** A later version of the program wrote it. */
  NEWER_VERSION,
  /** It was made by another engine than the one asked for. */
  OTHER_ENGINE,
  /** It is kept for something else, such as by a witness where a node is asked for. */
  OTHER_USE,
  /** There is no store where one is needed. */
  MISSING,
  /** There is a store where a new one was to be made. */
  EXISTS,
  /** What lies there is not what was written. */
  CORRUPT,
  /** It was closed, or a commit failed and it has to be opened again. */
  CLOSED,
  /** Anything else that the operating system or the engine reports. */
  FAILED;

  /** The stable code, such as {@code disk-full}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
