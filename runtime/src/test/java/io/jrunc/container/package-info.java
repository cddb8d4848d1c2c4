@org.jspecify.annotations.NullMarked
package io.jrunc.container;
