"""The shared look: base template, components, style, script."""
