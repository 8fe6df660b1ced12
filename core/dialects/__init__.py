"""The portal's dialect of Markdown (docs/schreiben.md, docs/adr/0027): a few marks, and all else is text."""
