"""A link to an extension module, under another name."""
import native
