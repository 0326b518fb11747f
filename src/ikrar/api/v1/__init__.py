"""The first edition of the interface, one module per noun; ``docs/reference/openapi.json`` holds its promises."""
