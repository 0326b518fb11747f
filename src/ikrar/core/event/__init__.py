"""Events: real ceremonies the press told of, known as metadata with their source."""
