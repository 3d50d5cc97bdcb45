package io.vivim.testvectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One case of a file of vectors.
 *
 * @param place the file, the list and the number in it, from 1 on
 * @param fields all that the file says about it
 */
public record VectorCase(String place, JsonNode fields) {

  /** The text of a field that the case must have. */
  public String text(String field) {
    return required(field, fields.path(field).isTextual()).textValue();
  }

  /** The whole number of a field that the case must have. */
  public long number(String field) {
    return required(field, fields.path(field).isIntegralNumber()).longValue();
  }

  /** The truth of a field that the case must have. */
  public boolean flag(String field) {
    return required(field, fields.path(field).isBoolean()).booleanValue();
  }

  public boolean has(String field) {
    return fields.has(field);
  }

  private JsonNode required(String field, boolean isOfKind) {
    if (!isOfKind) {
      throw new IllegalArgumentException(place + " has no good field " + field);
    }
    return fields.path(field);
  }

  /** For the display names of tests. */
  @Override
  public String toString() {
    String name = fields.path("name").asText();
    return name.isEmpty() ? place : place + ": " + name;
  }
}
