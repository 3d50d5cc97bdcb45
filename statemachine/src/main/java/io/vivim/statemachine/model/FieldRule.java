package io.vivim.statemachine.model;

/**
 * What a model says of one field.
 *
 * @param values what may be written, in the notation of the specification; empty where only the
 *     schema says so
 * @param meaning in a few words; empty where the model says nothing
 */
public record FieldRule(String name, Merge merge, String values, String meaning) {}
