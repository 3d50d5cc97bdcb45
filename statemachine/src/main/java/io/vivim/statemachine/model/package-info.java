/**
 * What a body may say and how it merges: the grammar of bodies, the kinds of fields, and the kinds
 * of entities that are made of them.
 */
@NullMarked
package io.vivim.statemachine.model;

import org.jspecify.annotations.NullMarked;
