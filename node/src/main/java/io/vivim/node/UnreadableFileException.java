package io.vivim.node;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** A file that cannot be read, with a code for machines and a clause for people. */
final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String clause;

  UnreadableFileException(String code, String clause) {
    super(clause);
    this.code = code;
    this.clause = clause;
  }

  static UnreadableFileException of(IOException e) {
    if (e instanceof UnreadableFileException already) {
      return already;
    }
    if (e instanceof NotDirectoryException) {
      return new UnreadableFileException("no-directory", "it is no directory: " + e.getMessage());
    }
    if (e instanceof NoSuchFileException) {
      return new UnreadableFileException("no-such-file", "there is no such file");
    }
    if (e instanceof AccessDeniedException denied) {
      String place = denied.getFile() == null ? "" : ": " + denied.getFile();
      return new UnreadableFileException("permission-denied", "permission denied" + place);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new UnreadableFileException(
          "no-directory", "there is a file in the place of a directory: " + e.getMessage());
    }
    return new UnreadableFileException("unreadable", "it cannot be read: " + e.getMessage());
  }

  String code() {
    return code;
  }

  String clause() {
    return clause;
  }
}
